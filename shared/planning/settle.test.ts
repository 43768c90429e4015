import { describe, expect, test } from "vitest";
import { groupValue } from "../merge/recordGroups.ts";
import type { Document } from "../records/document.ts";
import { settle } from "./settle.ts";
import { ANNA, NOW, testDocument, testLine } from "./testFirm.ts";

/** A creation whose answer was lost: sent with "A", edited here to "B" while it was unknown, and found in Xero as `inXero`. */
function found(inXero: string, foundLater: boolean) {
  const sent = testDocument({ reference: "A", lines: [testLine("a", { xeroLineId: null })] });
  const answer: Document = { ...sent, reference: inXero, lines: [testLine("a", { xeroLineId: "x-a" })] };
  return settle({
    kind: "invoice", recordRevision: 1, base: null, equalAt: {}, foundLater, push: { operation: "create", body: sent, groups: [] },
    ours: { body: { ...sent, reference: "B" }, revision: 2, edits: { reference: { at: NOW, by: ANNA, revision: 2 } } },
    answer: { body: answer, updatedAt: NOW + 1, mergedToXeroId: null },
  });
}

describe("the base after a creation that was edited here while its answer was on the way", () => {
  test.each([
    ["an answer that Xero changed: Xero's", "A.", false, "A."],
    ["found later as it was sent: that", "A", true, "A"],
    ["found later and changed by somebody in Xero: what was sent, so that both edits are seen", "C", true, "A"],
  ])("%s", (_, inXero, foundLater, base) => {
    const settled = found(inXero, foundLater);
    expect(groupValue("invoice", "reference", settled.base)).toEqual(groupValue("invoice", "reference", testDocument({ reference: base })));
    expect(settled.body).toMatchObject({ reference: "B" });
  });
});
