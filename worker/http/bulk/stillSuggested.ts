import type { OrganisationRow } from "../../store/reads/organisations.ts";
import type { StoredRecord } from "../../store/reads/records.ts";
import { readReferences } from "../../store/reads/references.ts";
import type { BulkItemRow } from "../../store/reads/bulks.ts";
import type { HttpDeps } from "../deps.ts";
import { sureLines } from "./sureLines.ts";

const FIELDS = ["accountCode", "taxType", "projectId"] as const;
const ANOTHER = "What is suggested is another by now, or not sure any more: look at it again.";

/**
 * Why documents that a person confirmed are not written after all, by record id: what he saw is not suggested surely any more, or Xero would not take
 * it. Asked right before writing, since others may have corrected the supplier's bills since he looked.
 */
export async function notSuggestedAnyMore(deps: Pick<HttpDeps, "db" | "suggest">, organisation: OrganisationRow, documents: readonly StoredRecord<"bill" | "bank_transaction">[], items: readonly BulkItemRow[]): Promise<Map<string, string>> {
  if (items.length === 0) return new Map();
  const wanted = new Set(items.map(({ recordId }) => recordId));
  const { sure } = await sureLines(deps, organisation, documents.filter(({ id }) => wanted.has(id)), await readReferences(deps.db, organisation.id));
  const sureOf = new Map(sure.map((one) => [one.line.id, one]));
  return new Map(
    items.flatMap(({ recordId, lines }) => {
      const why = lines.flatMap(({ lineId, after }) => {
        const found = sureOf.get(lineId);
        if (found === undefined || FIELDS.some((field) => found.coding[field] !== (after[field] ?? null))) return [ANOTHER];
        return found.hindrance ?? [];
      });
      return why[0] === undefined ? [] : [[recordId, why[0]] as const];
    }),
  );
}
