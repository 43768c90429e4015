import type { MarkState, MarkView } from "../../../shared/api/views.ts";
import type { LinkRow } from "../../store/reads/links.ts";

/** What a chip says of a link by itself; what waits for a person goes first. */
const OF_LINK: Readonly<Record<LinkRow["state"], MarkState>> = {
  in_step: "in-step",
  pending: "pending",
  waiting: "waiting",
  refused: "refused",
  conflict: "conflict",
  proposal: "proposal",
  quarantined: "waiting",
  ended: "in-step",
  unlinked: "untracked",
};

export interface Waiting {
  conflicts: number;
  proposals: number;
  suggestions: number;
}

/** The one state that matters most: a choice between two values, then our proposal, then trouble, then a suggestion. */
export function markState(link: Pick<LinkRow, "state">, waiting: Waiting): MarkState {
  const own = OF_LINK[link.state];
  if (waiting.conflicts > 0) return "conflict";
  if (waiting.proposals > 0) return "proposal";
  // The last conflict was resolved but the engine has not looked yet.
  if (own === "conflict" || own === "proposal") return "pending";
  if (own === "refused" || own === "waiting" || own === "untracked") return own;
  return waiting.suggestions > 0 ? "suggestion" : own;
}

export function markView(link: Pick<LinkRow, "state">, waiting: Waiting, projects: readonly { name: string; marginE2: number | null }[]): MarkView {
  const [first] = projects;
  return {
    state: markState(link, waiting),
    projectName: first === undefined ? null : projects.length === 1 ? first.name : `${first.name} and ${projects.length - 1} more`,
    marginE2: first?.marginE2 ?? null,
    waitingCount: waiting.conflicts + waiting.proposals + waiting.suggestions,
  };
}

/** A record that is not known here, or only in another organisation: nothing else is said of it. */
export function bareMark(state: "untracked" | "wrong-organisation"): MarkView {
  return { state, projectName: null, marginE2: null, waitingCount: 0 };
}
