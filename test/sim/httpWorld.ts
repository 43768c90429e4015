import { createApp } from "../../worker/http/app.ts";
import type { LanguageModel } from "../../worker/http/deps.ts";
import { openStore } from "../../worker/store/open.ts";
import { countAfterRound } from "../../worker/suggest/countAfterRound.ts";
import { suggestFromCounts } from "../../worker/suggest/suggestFromCounts.ts";
import { engineWorld, type EngineWorld, type EngineWorldOptions } from "./engineWorld.ts";
import { outside, seedPeople, TOKENS, type Who } from "./httpHarness.ts";

interface HttpWorldOptions extends EngineWorldOptions {
  languageModel?: LanguageModel;
}

/** The HTTP side, the real engine and the stand-in, in one process: what a project tool and a bookkeeper do, and what Xero then has. */
export async function httpWorld(options: HttpWorldOptions = {}, imported = true) {
  const engine = await engineWorld(options);
  if (imported) await engine.settle();
  const { organisationId } = engine;
  await seedPeople(openStore(engine.d1), organisationId, engine.clock.now() + 365 * 24 * 3_600_000);
  const statements: number[] = [];
  const call = async (as: Who, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const counter = { statements: 0, roundTrips: 0 };
    const db = openStore(engine.d1, counter);
    const app = createApp({
      ...(outside() as unknown as Parameters<typeof createApp>[0]),
      config: { publicUrl: "https://books.example", extensionIds: [], setupToken: "set-up-token-0001", xeroWebhookKey: "webhook-key" },
      db,
      engine: engine.engine,
      suggest: suggestFromCounts(db),
      languageModel: options.languageModel ?? null,
      gate: { budget: async () => ({ usedToday: 0, remainingToday: null, remainingMinute: null, bytesToday: 0 }), waitMs: async () => engine.gate.waitMs("person"), forget: async () => undefined },
      clock: engine.clock,
      ids: engine.ports.ids,
    });
    const response = await app.request(`https://books.example${path}`, {
      method,
      headers: { Authorization: `Bearer ${TOKENS[as]}`, ...(as === "key" ? {} : { Organisation: organisationId }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    statements.push(counter.statements);
    const text = await response.text();
    // oxlint-disable-next-line typescript/no-explicit-any -- answers are read by path and asserted on
    return { status: response.status, json: (text === "" ? null : JSON.parse(text)) as any };
  };
  const { shortCode } = (await call("viewer", "GET", "/v1/me")).json.organisations[0];
  const context = async (kind: string, xeroId: string) => (await call("viewer", "GET", `/v1/context?shortCode=${encodeURIComponent(shortCode)}&kind=${kind}&xeroId=${xeroId}`)).json;
  return { ...engine, call, context, shortCode: shortCode as string, statements };
}
export type HttpWorld = Awaited<ReturnType<typeof httpWorld>>;

/** What the rounds do beside the sync: the counts, the answers ahead, the look at booked lines. */
export async function afterRounds(of: EngineWorld, languageModel: LanguageModel | null = null): Promise<void> {
  const round = { nextDueAt: Infinity, calls: 0, error: null };
  const after = { db: openStore(of.d1), organisationId: of.organisationId, now: of.clock.now(), languageModel: languageModel?.ask ?? null };
  for (let step = 0; step < 100; step += 1) if ((await countAfterRound(after, round)).nextDueAt === Infinity) return;
  throw new Error("the rounds do not come to rest");
}

/** Moves the clock and lets the engine come to rest. */
export const later = async (of: EngineWorld, minutes: number) => {
  of.clock.advance(minutes * 60_000);
  await of.settle();
};
