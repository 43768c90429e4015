import { describe, expect, test } from "vitest";
import { promise } from "../../test/promise.ts";
import type { Document, Line } from "../records/document.ts";
import { asSaved } from "./asSaved.ts";
import { REFERENCES, testDocument, testLine } from "./testFirm.ts";

const option = { categoryId: "category", optionId: "option-p1" };
const save = (saved: Document, old: Document | null, category: string | null = "category") => asSaved(saved, old, category, REFERENCES);
const one = (line: Partial<Line>) => testDocument({ lines: [testLine("a", line)] });

promise(["AX-18"], "a save beside an overridden tax", "saving a reference does not undo a tax that the bookkeeper set by hand in Xero", () => {
  const old = testDocument({ lines: [testLine("a", { taxMinor: 999 })] });
  const computed = one({ xeroLineId: null, taxMinor: 1_000 });
  expect(save({ ...computed, reference: "R" }, old)).toMatchObject({ reference: "R", taxMinor: 999, totalMinor: 10_999, lines: [{ taxMinor: 999, xeroLineId: "x-a" }] });
  // A changed price is worked out anew.
  expect(save(one({ quantityE4: 20_000, amountMinor: 20_000, taxMinor: 2_000 }), old)).toMatchObject({ taxMinor: 2_000, totalMinor: 22_000 });
});

describe("project and tracking option of a saved line", () => {
  const line = (saved: Partial<Line>, old: Partial<Line>) => save(one(saved), one(old)).lines[0]!;
  test.each<[string, Partial<Line>, Partial<Line>, Partial<Line>]>([
    ["a project set sets the option", { projectId: "p1" }, {}, { projectId: "p1", tracking: [option] }],
    ["a project cleared clears it", { projectId: null, tracking: [option] }, { projectId: "p1", tracking: [option] }, { projectId: null, tracking: [] }],
    ["another project replaces it", { projectId: "p2", tracking: [option] }, { projectId: "p1", tracking: [option] }, { tracking: [{ categoryId: "category", optionId: "option-p2" }] }],
    ["a project without an option takes the other's away", { projectId: "p9", tracking: [option] }, { projectId: "p1", tracking: [option] }, { projectId: "p9", tracking: [] }],
    ["an option set sets the project", { tracking: [option] }, {}, { projectId: "p1" }],
    ["nothing changed, nothing changes", { projectId: "p9" }, { projectId: "p9" }, { projectId: "p9", tracking: [] }],
  ])("%s", (_, saved, old, result) => expect(line(saved, old)).toMatchObject(result));

  test("without the mapping they have nothing to do with each other", () => {
    expect(save(one({ projectId: "p1" }), one({}), null).lines[0]).toMatchObject({ projectId: "p1", tracking: [] });
  });
});
