import type { References } from "../store/reads/references.ts";
import type { Db } from "../store/open.ts";
import { lineTaxMinor } from "../../shared/documentAmounts.ts";
import type { Document, Line } from "../../shared/records/document.ts";
import { divideLine } from "../../shared/suggest/divideLine.ts";
import { usualSplit } from "../../shared/suggest/split.ts";
import type { Neighbour, SplitSuggestion } from "../../shared/suggest/types.ts";
import type { Purchase } from "../http/suggest.ts";
import type { StoredRecord } from "../store/reads/records.ts";
import { fetchCounts, readState } from "./countStore.ts";
import { asQuestion, supplierHash } from "./question.ts";

/** A supplier's usual split for a bill that arrived as one line, with the line and the tax that the parts would carry. */
export interface SplitOf {
  readonly line: Line;
  readonly split: SplitSuggestion;
  readonly taxAfterMinor: number;
}

/** Null where the bill has several lines, or the supplier's last bills were not usually split, or over something that may not be used any more. */
export async function usualSplitOf(db: Db, document: Purchase, references: References, projects: readonly StoredRecord<"project">[]): Promise<SplitOf | null> {
  const [line, ...more] = document.body.lines;
  if (document.kind !== "bill" || document.body.side !== "purchases" || line === undefined || more.length > 0 || line.amountMinor === 0) return null;
  const state = await readState(db, document.organisationId);
  if (state === null) return null;
  const supplier = supplierHash(asQuestion(document, line, ""));
  const { neighbours } = await fetchCounts(db, state, new Map(), [supplier]);
  const others = (neighbours.get(supplier) ?? []).filter(({ documentId }) => documentId !== document.id);
  const split = usualSplit(line.amountMinor, others, usable(references, projects));
  return split === null ? null : { line, ...keepingTax(split, line, document.body, references) };
}

/** Closed projects, archived accounts and tax rates end a split. */
function usable({ accounts, taxRates }: References, projects: readonly StoredRecord<"project">[]): (share: Neighbour) => boolean {
  const open = new Set(projects.filter(({ body }) => body.status === "active").map(({ id }) => id));
  const active = (list: readonly { status: string }[], same: (one: never) => boolean): boolean => list.some((one) => one.status === "active" && same(one as never));
  return ({ account, tax, project }) =>
    active(accounts, ({ code }: { code: string }) => code === account) && (tax === "" || active(taxRates, ({ taxType }: { taxType: string }) => taxType === tax)) && (project === "" || open.has(project));
}

function keepingTax(split: SplitSuggestion, line: Line, { lineAmountTypes }: Document, { taxRates }: References): Omit<SplitOf, "line"> {
  const rateE4Of = (tax: string): number => taxRates.find(({ taxType }) => taxType === tax)?.rateE4 ?? 0;
  const amounts = divideLine({ ...line, lineAmountTypes }, split.shares.map(({ share, tax }) => ({ weight: share, taxType: tax })), rateE4Of);
  const shares = split.shares.map((share, i) => ({ ...share, amountMinor: amounts[i] ?? 0 }));
  return { split: { ...split, shares }, taxAfterMinor: shares.reduce((sum, { tax, amountMinor }) => sum + lineTaxMinor(amountMinor, rateE4Of(tax), lineAmountTypes), 0) };
}
