import type { ConfirmedLine } from "../../shared/suggest/types.ts";
import type { suggestDocument } from "../store/schema/suggestions.ts";
import { writeDocument } from "./countedDocument.ts";
import type { CountState } from "./countStore.ts";
import { supplierHash } from "./question.ts";

/** A document's row after it was recounted. */
export function documentRow(state: CountState, { record, revision }: { record: number; revision: number }, kept: readonly ConfirmedLine[]): typeof suggestDocument.$inferInsert {
  const first = kept[0];
  return {
    number: state.number, record, revision, supplier: first === undefined ? 0 : supplierHash(first.line),
    sequence: kept.reduce((most, one) => Math.max(most, one.sequence), 0), lines: writeDocument(kept, state.labels),
  };
}
