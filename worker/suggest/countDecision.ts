import { sql } from "drizzle-orm";
import { edition } from "../../shared/suggest/edition.ts";
import type { LineSuggestion } from "../../shared/suggest/predict.ts";
import { prepare } from "../../shared/suggest/prepare.ts";
import type { ContextKey } from "../../shared/suggest/types.ts";
import type { Purchase } from "../http/suggest.ts";
import type { Counting, DecidedCost } from "../ports.ts";
import type { Change } from "../store/port.ts";
import type { Db } from "../store/open.ts";
import { additions } from "./additions.ts";
import { CLOCK, organisationClock, supplierClock } from "./bookkeeping.ts";
import { confirmedLines, type Shown } from "./confirmedLines.ts";
import { readDocument, recordHash } from "./countedDocument.ts";
import type { CountState } from "./countStore.ts";
import { documentRow } from "./documentRow.ts";
import { labelCount, type Labels, openLabels } from "./labels.ts";
import { asQuestion } from "./question.ts";
import { closeRecounting, NO_ANSWER, recountDocument, type Recounting } from "./recountDocument.ts";

/**
 * Counts a person's decision in the commit that records it: two statements, whatever it changes, after one that reads. Guarded by the revision
 * that was counted before, so that the same document is never counted twice, not by a round that comes at the same moment either.
 */
export function countDecision(db: Db): Counting {
  return async (decision) => {
    const { organisationId, recordId, revision, confirms, takesBack = new Set() } = decision;
    const document = { id: recordId, organisationId, kind: decision.kind, revision, body: decision.body, deletedAt: null } as unknown as Purchase;
    const record = recordHash(recordId);
    const clock = clockOf(document);
    if (clock === null) return null;
    const found = await readAround(db, decision, { record, clock });
    if (found === null || found.state.edition !== edition || found.state.rebuilding !== null) return null;
    const { state, counted, supplierName, shown } = found;
    const before = readDocument(counted?.lines ?? "", state.labels);
    const here = new Set([...confirms, ...before.map(({ line }) => line.lineId).filter((id) => !takesBack.has(id))]);
    const recounting: Recounting = {
      additions: additions(state.labels), sequence: state.sequence, clocks: new Map([[clock, found.supplierAt]]), changed: 0, counted: () => undefined, replay: () => NO_ANSWER,
    };
    const kept = recountDocument({ before, now: confirmedLines(document, supplierName, here), shown, here: confirms, takenBack: takesBack }, recounting);
    if (recounting.changed === 0) return null;
    closeRecounting(recounting);
    const row = documentRow(state, { record, revision }, kept);
    const of = [{ record, revision: counted?.revision ?? null }];
    const changes: Change[] = [{ count: state.number, rows: recounting.additions.rows() }, { put: "suggestDocument", rows: [row] }];
    const labelled = labelCount(state.labels);
    if (labelled === state.labelled) return { guard: { counted: { organisationId, edition, of } }, changes };
    // A code that no round has seen yet gets its label in the same commit: rounds name all there are (nameChart.ts), so this is rare.
    return {
      guard: { counted: { organisationId, edition, of, labelled: state.labelled } },
      changes: [...changes, { update: "suggestState", where: { organisationId }, set: { labels: state.labels.lists, labelled } }],
    };
  };
}

function clockOf(document: Purchase): ContextKey | null {
  const [line] = document.body.lines;
  return line === undefined ? null : supplierClock(prepare(asQuestion(document, line, "")).supplier);
}

interface Around {
  readonly state: CountState;
  readonly counted: { readonly revision: number; readonly lines: string } | null;
  readonly supplierName: string;
  readonly supplierAt: number;
  readonly shown: ReadonlyMap<string, Shown>;
}

/** State, the document as it was counted, what was suggested for it, its supplier: one statement. */
async function readAround(db: Db, { organisationId, recordId, body, confirms }: DecidedCost, { record, clock }: { record: number; clock: ContextKey }): Promise<Around | null> {
  const rows = await db.all<{ part: string; value: string }>(sql`
    with s as (select * from suggest_state where organisation_id = ${organisationId})
    select 'state' as part, json_array(s.number, s.edition, s.rebuilding, s.labels, s.labelled, c.at, c.lines) as value
      from s left join suggest_count c on c.number = s.number and c.key = ${organisationClock} and c.coding = ${CLOCK}
    union all select 'counted', json_array(d.revision, d.lines) from s join suggest_document d on d.number = s.number and d.record = ${record}
    union all select 'answer', json_array(a.line_id, a.revision, a.answer, a.bulk, a.seen) from s join suggest_answer a on a.number = s.number and a.record_id = ${recordId}
    union all select 'clock', json_array(c.at) from s join suggest_count c on c.number = s.number and c.key = ${clock} and c.coding = ${CLOCK}
    union all select 'supplier', json_array(r.body ->> 'name') from record r where r.organisation_id = ${organisationId} and r.id = ${body.contactId}`);
  const parts = (name: string): unknown[][] => rows.filter(({ part }) => part === name).map(({ value }) => JSON.parse(value) as unknown[]);
  const [state] = parts("state") as [number, number, number | null, string, number, number | null, number | null][];
  if (state === undefined) return null;
  const [number, countedEdition, rebuilding, labels, labelled, sequence, version] = state;
  const [counted] = parts("counted") as [number, string][];
  const answers = (parts("answer") as [string, number, string, number, number][]).filter(([, revision]) => counted === undefined || revision >= counted[0]);
  return {
    state: {
      organisationId, number, edition: countedEdition, rebuilding, labels: openLabels(JSON.parse(labels) as Labels["lists"]), labelled, sequence: sequence ?? 0, version: version ?? 0,
      followedTo: 0, followedId: "",
    },
    counted: counted === undefined ? null : { revision: counted[0], lines: counted[1] },
    supplierName: String(parts("supplier")[0]?.[0] ?? ""),
    supplierAt: Number(parts("clock")[0]?.[0] ?? 0),
    shown: new Map(answers.map(([lineId, , answer, bulk, seen]) => [lineId, { suggestion: JSON.parse(answer) as LineSuggestion, bulk: bulk === 1, looked: seen === 1 || confirms.has(lineId) }])),
  };
}
