import type { Document } from "../../../shared/records/document.ts";
import { decaysFor } from "../../../shared/suggest/learn.ts";
import { predict } from "../../../shared/suggest/predict.ts";
import type { SuggestLine } from "../../../shared/suggest/types.ts";
import { createStore } from "../../../worker/store/engineStore.ts";
import { openStore } from "../../../worker/store/open.ts";
import { countDecision } from "../../../worker/suggest/countDecision.ts";
import { type CountState, fetchCounts, readState } from "../../../worker/suggest/countStore.ts";
import { followRecords } from "../../../worker/suggest/followRecords.ts";
import { rebuildStep, startRebuild } from "../../../worker/suggest/rebuildCounts.ts";
import { supplierHash } from "../../../worker/suggest/question.ts";
import { chart } from "./storeChart.ts";

interface Asked {
  readonly step: "seed" | "follow" | "start" | "rebuild" | "size" | "nothing" | "select" | "predict" | "learn";
  readonly line: SuggestLine;
  readonly lines: readonly { id: string; body: string }[];
  readonly from: number;
}

let state: CountState | null = null;

/** The Worker that the store's benchmark times: one request per step, so that each is what one invocation would do. */
export default {
  async fetch(request: Request, env: { DB: D1Database }): Promise<Response> {
    const { step, line, lines, from } = await request.json<Asked>();
    if (step === "seed") {
      await env.DB.prepare("insert into record (organisation_id, id, kind, body, revision, edits, created_at, updated_at, status) select 'o', value ->> 'id', 'bill', value ->> 'body', 1, '{}', ?2, ?2, 'authorised' from json_each(?1)").bind(JSON.stringify(lines), from).run();
      return Response.json({});
    }
    const counter = { statements: 0, roundTrips: 0 };
    const db = openStore(env.DB, counter);
    if (step === "follow") return Response.json(await followRecords(db, "o", chart));
    if (step === "start") return Response.json(await startRebuild(db, "o").then(() => ({})));
    if (step === "rebuild") return Response.json({ done: await rebuildStep(db, "o") });
    if (step === "size") return Response.json((await env.DB.prepare("select 1").run()).meta.size_after);
    if (step === "nothing") return Response.json({});
    if (step === "select") return Response.json(await env.DB.prepare("select 1").all());
    if (step === "learn") {
      const [{ id: recordId, body }] = lines as [{ id: string; body: string }];
      const document = JSON.parse(body) as Document;
      const counted = await countDecision(db)("o", [{ kind: "bill", recordId, revision: 1, body: document, confirms: new Set(document.lines.map(({ id }) => id)) }]);
      if (counted === null) return new Response("nothing was counted", { status: 500 });
      counter.statements = 0;
      await createStore(db).commit([counted.guard], counted.changes);
      // Without the guard and its removal, which the record's own batch has anyway.
      return Response.json({ statements: counter.statements - 2 });
    }
    // The organisation's state (labels) is read once per isolate, as a Worker that answers a page of lines would.
    state ??= await readState(db, "o");
    if (state === null) return new Response(null, { status: 500 });
    const { rows, neighbours } = await fetchCounts(db, state, decaysFor(line), [supplierHash(line)]);
    const suggestion = predict(line, { rows, labels: state.labels, neighbours: neighbours.get(supplierHash(line)) ?? [], sequence: state.sequence }, chart);
    return Response.json({ value: suggestion.account.value });
  },
};
