import type { Mark, MarkState } from "../data/marks.ts";

/** What wants a person first. */
const URGENCY: readonly MarkState[] = ["wrong-organisation", "conflict", "refused", "proposal", "suggestion", "waiting", "pending"];

/** The chip over a list: its most urgent state and how many rows are in it. */
export function listMark(marks: readonly Mark[]): Mark {
  for (const state of URGENCY) {
    const count = marks.filter((mark) => mark.state === state).length;
    if (count > 0) return { state, projectName: null, marginE2: null, waitingCount: count };
  }
  return { state: "in-step", projectName: null, marginE2: null, waitingCount: 0 };
}
