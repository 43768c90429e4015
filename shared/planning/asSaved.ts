import { sameLineCoding } from "../merge/documentGroups.ts";
import type { Document, Line } from "../records/document.ts";
import { withTotals } from "../documentAmounts.ts";
import { toProject, withProject } from "./projectTracking.ts";
import type { References } from "./references.ts";

/**
 * A document as a client saved it over the one that was: lines keep Xero's ids (or Xero would make them anew); lines whose prices were not
 * touched keep Xero's amount and tax (a bookkeeper may have overridden it, and a saved reference must not change it back); and a line's
 * project and its tracking option go on saying the same thing, led by the one that was changed.
 */
export function asSaved(
  saved: Document,
  old: Document | null,
  projectCategoryId: string | null,
  references: Pick<References, "optionOfProject" | "projectOfOption">,
): Document {
  const known = new Map(old?.lines.map((line) => [line.id, line]));
  const sameTerms = old !== null && old.lineAmountTypes === saved.lineAmountTypes && old.currency === saved.currency;
  const lines = saved.lines.map((line): Line => {
    const was = known.get(line.id);
    const linked = { ...line, xeroLineId: line.xeroLineId ?? was?.xeroLineId ?? null };
    const priced = was && sameTerms && samePrice(line, was) ? { ...linked, amountMinor: was.amountMinor, taxMinor: was.taxMinor } : linked;
    const byProject = was ? priced.projectId !== was.projectId : priced.projectId !== null;
    if (byProject) return withProject(priced, priced.projectId, projectCategoryId, references);
    const byOption = was ? !sameLineCoding(priced, was) : true;
    return byOption ? (toProject({ ...saved, lines: [priced] }, projectCategoryId, references).lines[0] ?? priced) : priced;
  });
  return withTotals({ ...saved, lines });
}

function samePrice(a: Line, b: Line): boolean {
  return (
    a.quantityE4 === b.quantityE4 &&
    a.unitAmountE4 === b.unitAmountE4 &&
    a.discountRateE4 === b.discountRateE4 &&
    a.discountMinor === b.discountMinor &&
    a.taxType === b.taxType &&
    a.itemCode === b.itemCode
  );
}
