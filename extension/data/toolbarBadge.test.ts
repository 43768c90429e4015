import { describe, expect, test } from "vitest";
import type { HealthView } from "../../shared/api/views.ts";
import { health } from "../testing/demoHealth.ts";
import { toolbarBadge } from "./toolbarBadge.ts";

const counts = { in_step: 10, pending: 3, waiting: 0, refused: 0, conflict: 0, proposal: 0, quarantined: 0 };
const view = (changes: Partial<HealthView>): HealthView => ({ ...health, counts, ...changes });

describe("the toolbar button", () => {
  test("says nothing when nothing is wanted, changes on their way included", () => expect(toolbarBadge(view({})).text).toBe(""));
  test("counts what waits for a person", () => expect(toolbarBadge(view({ counts: { ...counts, conflict: 1, waiting: 2 } }))).toMatchObject({ text: "3", tone: "attention" }));
  test("one thing is not things", () => expect(toolbarBadge(view({ counts: { ...counts, proposal: 1 } })).title).toBe("Marginalia: 1 thing wants a person"));
  test("an alarm comes first, in its own words", () =>
    expect(
      toolbarBadge(view({ counts: { ...counts, conflict: 5 }, alarms: [{ id: "a", code: "no_round", sentence: "Nothing was synced for an hour.", remedy: "", raisedAt: 0 }] })),
    ).toEqual({ text: "!", title: "Marginalia: Nothing was synced for an hour.", tone: "alarm" }));
  test("signed out: nothing", () => expect(toolbarBadge(null)).toEqual({ text: "", title: "Marginalia", tone: "none" }));
});
