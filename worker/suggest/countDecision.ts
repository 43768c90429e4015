import { sql } from "drizzle-orm";
import { edition } from "../../shared/suggest/edition.ts";
import type { LineSuggestion } from "../../shared/suggest/predict.ts";
import { supplierOf } from "../../shared/suggest/supplierOf.ts";
import type { ConfirmedLine, ContextKey } from "../../shared/suggest/types.ts";
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
import { labelCount, type Labels, openLabels } from "../../shared/suggest/labels.ts";
import { asQuestion } from "./question.ts";
import { closeRecounting, NO_ANSWER, recountDocument, type Recounting } from "./recountDocument.ts";

/**
 * Counts people's decisions in the commit that records them: two statements, whatever they change, after one that reads. Guarded by the revisions
 * that were counted before, so that the same document is never counted twice, not by a round that comes at the same moment either.
 */
export function countDecision(db: Db): Counting {
  return async (organisationId, decisions) => {
    const costs = decisions.flatMap((decision): Cost[] => {
      const { recordId, revision, kind, body } = decision;
      const document = { id: recordId, organisationId, kind, revision, body, deletedAt: null } as unknown as Purchase;
      const clock = clockOf(document);
      return clock === null ? [] : [{ decision, document, record: recordHash(recordId), clock }];
    });
    const found = costs.length === 0 ? null : await readAround(db, organisationId, costs);
    if (found === null || found.state.edition !== edition || found.state.rebuilding !== null) return null;
    const { state } = found;
    const recounting: Recounting = {
      additions: additions(state.labels), sequence: state.sequence, clocks: new Map(found.clocks), changed: 0, counted: () => undefined, replay: () => NO_ANSWER,
    };
    const counted = costs.flatMap((cost) => recount(cost, found, recounting) ?? []);
    if (counted.length === 0) return null;
    closeRecounting(recounting);
    const rows = counted.map(({ record, revision, kept }) => documentRow(state, { record, revision }, kept));
    const of = counted.map(({ record, before }) => ({ record, revision: before }));
    const changes: Change[] = [{ count: state.number, rows: recounting.additions.rows() }, { put: "suggestDocument", rows }];
    const labelled = labelCount(state.labels);
    if (labelled === state.labelled) return { guard: { counted: { organisationId, edition, of } }, changes };
    // A code that no round has seen yet gets its label in the same commit: rounds name all there are (nameChart.ts), so this is rare.
    return {
      guard: { counted: { organisationId, edition, of, labelled: state.labelled } },
      changes: [...changes, { update: "suggestState", where: { organisationId }, set: { labels: state.labels.lists, labelled } }],
    };
  };
}

interface Cost {
  readonly decision: DecidedCost;
  readonly document: Purchase;
  readonly record: number;
  readonly clock: ContextKey;
}

interface CountedCost {
  readonly record: number;
  readonly revision: number;
  /** The revision that was counted before; null: none was. */
  readonly before: number | null;
  readonly kept: ConfirmedLine[];
}

/** Null: it counts as it did. */
function recount({ decision, document, record }: Cost, { state, counted, suppliers, shown }: Around, recounting: Recounting): CountedCost | null {
  const { recordId, revision, confirms, takesBack = new Set(), body } = decision;
  const as = counted.get(record);
  const before = readDocument(as?.lines ?? "", state.labels);
  const here = new Set([...confirms, ...before.map(({ line }) => line.lineId).filter((id) => !takesBack.has(id))]);
  const { changed } = recounting;
  const answers = shown.filter((one) => one.recordId === recordId && (as === undefined || one.revision >= as.revision));
  const kept = recountDocument({
    before, here: confirms, takenBack: takesBack, now: confirmedLines(document, suppliers.get(body.contactId) ?? "", here),
    shown: new Map(answers.map(({ lineId, suggestion, bulk, looked }) => [lineId, { suggestion, bulk, looked: looked || confirms.has(lineId) }])),
  }, recounting);
  return recounting.changed === changed ? null : { record, revision, before: as?.revision ?? null, kept };
}

function clockOf(document: Purchase): ContextKey | null {
  const [line] = document.body.lines;
  return line === undefined ? null : supplierClock(supplierOf(asQuestion(document, line, "")));
}

interface Around {
  readonly state: CountState;
  /** Documents as they were counted, by hash. */
  readonly counted: ReadonlyMap<number, { readonly revision: number; readonly lines: string }>;
  /** Names by record id. */
  readonly suppliers: ReadonlyMap<string, string>;
  readonly clocks: ReadonlyMap<ContextKey, number>;
  readonly shown: readonly (Shown & { readonly recordId: string; readonly lineId: string; readonly revision: number })[];
}

/** State, the documents as they were counted, what was suggested for them, their suppliers: one statement. */
async function readAround(db: Db, organisationId: string, costs: readonly Cost[]): Promise<Around | null> {
  const wanted = JSON.stringify(costs.map(({ decision, record, clock }) => [record, decision.recordId, clock, decision.body.contactId]));
  // A cross join is read in the order in which it is written: the few that are wanted first.
  const rows = await db.all<{ part: string; value: string }>(sql`
    with s as (select * from suggest_state where organisation_id = ${organisationId}),
      w as materialized (select value ->> 0 as record, value ->> 1 as id, value ->> 2 as clock, value ->> 3 as contact from json_each(${wanted}))
    select 'state' as part, json_array(s.number, s.edition, s.rebuilding, s.labels, s.labelled, c.at, c.lines) as value
      from s left join suggest_count c on c.number = s.number and c.key = ${organisationClock} and c.coding = ${CLOCK}
    union all select 'counted', json_array(d.record, d.revision, d.lines) from s cross join w cross join suggest_document d where d.number = s.number and d.record = w.record
    union all select 'answer', json_array(a.record_id, a.line_id, a.revision, a.answer, a.bulk, a.seen) from s cross join w cross join suggest_answer a where a.number = s.number and a.record_id = w.id
    union all select 'clock', json_array(c.key, c.at) from s cross join (select distinct clock from w) w cross join suggest_count c where c.number = s.number and c.key = w.clock and c.coding = ${CLOCK}
    union all select 'supplier', json_array(r.id, r.body ->> 'name') from (select distinct contact from w) w cross join record r where r.organisation_id = ${organisationId} and r.id = w.contact`);
  const parts = (name: string): unknown[][] => rows.filter(({ part }) => part === name).map(({ value }) => JSON.parse(value) as unknown[]);
  const [state] = parts("state") as [number, number, number | null, string, number, number | null, number | null][];
  if (state === undefined) return null;
  const [number, countedEdition, rebuilding, labels, labelled, sequence, version] = state;
  return {
    state: {
      organisationId, number, edition: countedEdition, rebuilding, labels: openLabels(JSON.parse(labels) as Labels["lists"]), labelled, sequence: sequence ?? 0, version: version ?? 0,
      followedTo: 0, followedId: "",
    },
    counted: new Map((parts("counted") as [number, number, string][]).map(([record, revision, lines]) => [record, { revision, lines }])),
    suppliers: new Map((parts("supplier") as [string, string][]).map(([id, name]) => [id, String(name ?? "")])),
    clocks: new Map((parts("clock") as [number, number][]).map(([key, at]) => [key, Number(at)])),
    shown: (parts("answer") as [string, string, number, string, number, number][]).map(([recordId, lineId, revision, answer, bulk, seen]) => (
      { recordId, lineId, revision, suggestion: JSON.parse(answer) as LineSuggestion, bulk: bulk === 1, looked: seen === 1 })),
  };
}
