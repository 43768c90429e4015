import { sql } from "drizzle-orm";
import type { LineSuggestion } from "../../shared/suggest/predict.ts";
import type { Db } from "../store/open.ts";
import { findRecords } from "../store/reads/records.ts";
import type { Wanted } from "./answerLines.ts";
import { readDocument } from "./countedDocument.ts";
import { type CountState, newestDocuments } from "./countStore.ts";
import { asQuestion, supplierHash } from "./question.ts";

/** The earlier lines that suggestions name, with their documents: among the newest of the same suppliers, where they came from. */
export async function earlierLines(db: Db, state: CountState, wanted: readonly Wanted[], suggestions: ReadonlyMap<string, LineSuggestion>): Promise<Map<string, Wanted>> {
  const ids = new Set([...suggestions.values()].flatMap(({ account, tax, project }) => [account, tax, project].flatMap((field) => [...field.evidence, ...(field.counterExample === null ? [] : [field.counterExample])])));
  const earlier = new Map<string, Wanted>();
  if (ids.size === 0) return earlier;
  const suppliers = JSON.stringify([...new Set(wanted.map(({ document, line }) => supplierHash(asQuestion(document, line, ""))))]);
  const found = await db.all<{ lines: string }>(sql`
    select d.lines as lines from json_each(${suppliers}) s cross join suggest_document d on d.number = ${state.number} and d.record in (${newestDocuments(state.number)})`);
  const documents = new Set(found.flatMap(({ lines }) => readDocument(lines, state.labels)).filter(({ line }) => ids.has(line.lineId)).map(({ line }) => line.documentId));
  for (const document of await findRecords(db, state.organisationId, ["bill", "bank_transaction"], documents)) {
    for (const line of document.body.lines) if (ids.has(line.id)) earlier.set(line.id, { document, line });
  }
  return earlier;
}
