import type { SplitView } from "../../../shared/api/suggestionShapes.ts";
import type { OrganisationFacts } from "../../../shared/records/organisation.ts";
import type { SplitOf } from "../../suggest/usualSplitOf.ts";
import type { Purchase } from "../suggest.ts";
import { fieldLabel } from "./fieldText.ts";
import type { Names } from "./names.ts";
import { splitHindrance } from "./splitHindrance.ts";
import { NO_PROJECT } from "./suggestionView.ts";
import { xeroHref } from "./xeroHref.ts";

export interface SplitContext {
  names: Names;
  facts: OrganisationFacts | null;
  shortCode: string | null;
  /** The earlier bills that were split, newest first. */
  earlier: readonly Purchase[];
  xeroIdOf: (recordId: string) => string | null;
}

const EARLIER_SHOWN = 4;

/** A supplier's usual split with the bills that it was seen on, and whether it can be written. */
export function splitView(bill: Purchase, { line, split, taxAfterMinor }: SplitOf, context: SplitContext): SplitView {
  const { names, shortCode, xeroIdOf } = context;
  const projectLabel = (id: string): string => (id === "" ? NO_PROJECT : names.record(id));
  return {
    lineId: line.id,
    shares: split.shares.map(({ account, tax, project, amountMinor, share }) => ({
      account: { value: account, label: names.account(account) },
      tax: { value: tax, label: tax === "" ? "no tax rate" : names.tax(tax) },
      project: { value: project, label: projectLabel(project) },
      amountMinor,
      shareE2: Math.round(share * 10_000),
    })),
    count: split.count,
    of: split.of,
    earlier: context.earlier.slice(0, EARLIER_SHOWN).map(({ id, kind, body }) => ({
      title: body.number === null ? fieldLabel(kind) : `${fieldLabel(kind)} ${body.number}`,
      date: body.date,
      totalMinor: body.totalMinor,
      currency: body.currency,
      href: xeroHref(shortCode, kind, xeroIdOf(id)),
      parts: body.lines.map((one) => ({ label: `${projectLabel(one.projectId ?? "")}, ${one.accountCode === null ? "no account" : names.account(one.accountCode)}`, amountMinor: one.amountMinor })),
    })),
    taxBeforeMinor: line.taxMinor,
    taxAfterMinor,
    hindrance: splitHindrance(bill, context.facts) ?? (line.itemCode === null ? null : "The line is an item of Xero's inventory, which is counted in pieces."),
  };
}
