import { readChart } from "../../../shared/suggest/chart.ts";
import { decaysFor } from "../../../shared/suggest/learn.ts";
import { predict } from "../../../shared/suggest/predict.ts";
import type { SuggestLine } from "../../../shared/suggest/types.ts";
import { openStore } from "../../../worker/store/open.ts";
import { type CountState, fetchCounts, readState } from "../../../worker/suggest/countStore.ts";
import { followRecords } from "../../../worker/suggest/followRecords.ts";
import { rebuildStep, startRebuild } from "../../../worker/suggest/rebuildCounts.ts";
import { supplierHash } from "../../../worker/suggest/question.ts";

/** The Worker that the store's benchmark times: one request per step, so that each is what one invocation would do. */
const chart = readChart({
  accounts: Array.from({ length: 60 }, (_, i) => ({ code: String(300 + i), name: `Account ${i}` })), taxRates: [{ taxType: "INPUT", name: "VAT" }],
  projects: Array.from({ length: 40 }, (_, i) => ({ projectId: `p${i}`, name: `Project ${i}` })),
});
let state: CountState | null = null;

interface Asked {
  readonly step: "seed" | "follow" | "start" | "rebuild" | "size" | "nothing" | "predict";
  readonly line: SuggestLine;
  readonly lines: readonly { id: string; body: string }[];
  readonly from: number;
}

export default {
  async fetch(request: Request, env: { DB: D1Database }): Promise<Response> {
    const { step, line, lines, from } = await request.json<Asked>();
    if (step === "seed") {
      await env.DB.prepare("insert into record (organisation_id, id, kind, body, revision, edits, created_at, updated_at, status) select 'o', value ->> 'id', 'bill', value ->> 'body', 1, '{}', ?2, ?2, 'authorised' from json_each(?1)").bind(JSON.stringify(lines), from).run();
      return Response.json({});
    }
    const db = openStore(env.DB);
    if (step === "follow") return Response.json(await followRecords(db, "o", chart));
    if (step === "start") return Response.json(await startRebuild(db, "o").then(() => ({})));
    if (step === "rebuild") return Response.json({ done: await rebuildStep(db, "o") });
    if (step === "size") return Response.json((await env.DB.prepare("select 1").run()).meta.size_after);
    if (step === "nothing") return Response.json({});
    // The organisation's state (labels) is read once per isolate, as a Worker that answers a page of lines would.
    state ??= await readState(db, "o");
    if (state === null) return new Response(null, { status: 500 });
    const { rows, neighbours } = await fetchCounts(db, state, decaysFor(line), [supplierHash(line)]);
    const suggestion = predict(line, { rows, neighbours: neighbours.get(supplierHash(line)) ?? [], sequence: state.sequence }, chart);
    return Response.json({ value: suggestion.account.value });
  },
};
