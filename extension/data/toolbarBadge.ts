import type { HealthView } from "../../shared/api/views.ts";

export interface ToolbarBadge {
  text: string;
  title: string;
  tone: "alarm" | "attention" | "none";
}

/** What the toolbar button shows without being opened: alarms first, then how many things wait for a person. Silence is never success. */
export function toolbarBadge(health: HealthView | null): ToolbarBadge {
  if (health === null) return { text: "", title: "Marginalia", tone: "none" };
  const [alarm] = health.alarms;
  if (alarm !== undefined) return { text: "!", title: `Marginalia: ${alarm.sentence}`, tone: "alarm" };
  const { conflict, proposal, refused, waiting, quarantined } = health.counts;
  const open = conflict + proposal + refused + waiting + quarantined;
  if (open === 0) return { text: "", title: "Marginalia: everything is in step", tone: "none" };
  return { text: open > 99 ? "99+" : String(open), title: `Marginalia: ${open} ${open === 1 ? "thing wants" : "things want"} a person`, tone: "attention" };
}
