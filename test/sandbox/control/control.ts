import { assumptionTable } from "../assumptions.ts";
import { BookkeeperRefused, type BookkeeperActions } from "../bookkeeper/actions.ts";
import type { ArmedFault } from "../faults/fault.ts";
import type { FaultKindName } from "../faults/kinds.ts";
import { createSandbox, type Sandbox } from "../sandbox.ts";

type Body = Record<string, unknown>;
type Handler = (sandbox: Sandbox, body: Body, url: URL) => unknown;

/** The same levers as in process, as JSON over HTTP, for browser tests and the start script. */
const handlers: Record<string, Handler> = {
  "GET organisations": (sandbox) => sandbox.organisations.map(({ tenantId, shortCode, name }) => ({ tenantId, shortCode, name })),
  "GET users": (sandbox) => sandbox.users,
  "GET apps": (sandbox) => sandbox.apps,
  "PUT app": (sandbox, body) => {
    const [app] = sandbox.world.state.apps;
    if (!app) throw new RangeError("There is no app");
    return Object.assign(app, body);
  },
  "GET connections": (sandbox) => sandbox.connections,
  "POST token": (sandbox, body) => sandbox.issueToken(body),
  "GET clock": (sandbox) => ({ nowMs: sandbox.clock.now() }),
  "POST clock/advance": (sandbox, body) => {
    const ms = Number(body["ms"] ?? 0);
    if (!Number.isFinite(ms) || ms < 0) throw new RangeError("ms is a number of milliseconds, from 0");
    sandbox.clock.advance(ms);
    return { nowMs: sandbox.clock.now() };
  },
  "GET faults": (sandbox) => ({ kinds: sandbox.faults.kinds, armed: sandbox.world.state.faults.armed, firings: sandbox.faults.firings() }),
  "POST faults": (sandbox, body) => ({ id: sandbox.faults.arm(body as unknown as ArmedFault & { kind: FaultKindName }) }),
  "DELETE faults": (sandbox, _, url) => {
    const id = url.searchParams.get("id");
    sandbox.faults.disarm(id === null ? undefined : Number(id));
    return {};
  },
  "POST bookkeeper": (sandbox, body) => {
    const { action, ...what } = body;
    const act = Object.hasOwn(sandbox.bookkeeper, String(action)) ? (sandbox.bookkeeper[action as keyof BookkeeperActions] as unknown as (what: Body) => unknown) : undefined;
    if (!act) throw new RangeError(`The bookkeeper knows no action ${String(action)}`);
    return act(what) ?? {};
  },
  "GET books": (sandbox, _, url) => {
    const organisation = sandbox.organisations.find((one) => one.tenantId === url.searchParams.get("tenantId")) ?? sandbox.organisations[0];
    const kind = url.searchParams.get("kind") ?? "invoices";
    const map = organisation && Object.hasOwn(organisation.books, kind) ? organisation.books[kind as "invoices"] : undefined;
    if (!(map instanceof Map)) throw new RangeError(`The books hold no ${kind}`);
    return [...map.values()];
  },
  "GET log": (sandbox) => ({ entries: sandbox.log.entries, changes: sandbox.log.changes() }),
  "DELETE log": (sandbox) => (sandbox.log.clear(), {}),
  "GET webhooks": (sandbox) => ({ status: sandbox.webhooks.status, nextDueMs: sandbox.webhooks.nextDueMs() ?? null, deliveries: sandbox.webhooks.deliveries }),
  "PUT webhooks": async (sandbox, body) => ({ validated: await sandbox.webhooks.subscribe(body as unknown as { url: string; key: string }) }),
  "DELETE webhooks": (sandbox) => (sandbox.webhooks.unsubscribe(), {}),
  "POST webhooks/pump": async (sandbox) => ({ posts: await sandbox.webhooks.pump() }),
  "POST webhooks/validate": async (sandbox) => ({ validated: await sandbox.webhooks.validate() }),
  "POST webhooks/replay": (sandbox) => ({ events: sandbox.webhooks.replay() }),
  "GET assumptions": (sandbox) => ({ table: assumptionTable, now: sandbox.assumptions }),
  "PUT assumptions": (sandbox, body) => (sandbox.assume(body), sandbox.assumptions),
  "POST reset": (sandbox, body) => {
    const { webhook, apps } = sandbox.world.state;
    const fresh = createSandbox({ seed: Number(body["seed"] ?? 1), organisations: Number(body["organisations"] ?? 2), firm: (body["firm"] ?? "agency") as "agency", clock: sandbox.clock });
    sandbox.load(fresh.save());
    Object.assign(sandbox.world.state.webhook, { status: webhook.status, url: webhook.url, key: webhook.key });
    sandbox.world.state.apps = apps;
    return { organisations: sandbox.organisations.length };
  },
};

export async function answerControl(sandbox: Sandbox, request: Request, url: URL): Promise<Response> {
  const name = url.pathname.slice("/__control/".length).replace(/\/$/, "");
  if (name === "state" && request.method === "GET") return new Response(sandbox.save(), { headers: { "content-type": "application/json" } });
  try {
    if (name === "state" && request.method === "PUT") {
      sandbox.load(await request.text());
      return Response.json({});
    }
    const handler = handlers[`${request.method} ${name}`];
    if (!handler) return Response.json({ error: `There is no control ${request.method} ${name}`, controls: Object.keys(handlers) }, { status: 404 });
    const text = request.method === "GET" ? "" : await request.text();
    const body: unknown = text.trim() === "" ? {} : JSON.parse(text);
    if (typeof body !== "object" || body === null || Array.isArray(body)) return Response.json({ error: "A JSON object is expected" }, { status: 400 });
    return Response.json((await handler(sandbox, body as Body, url)) ?? {});
  } catch (error) {
    if (error instanceof BookkeeperRefused) return Response.json({ error: error.message, messages: error.messages }, { status: 409 });
    if (error instanceof RangeError || error instanceof SyntaxError || error instanceof TypeError) return Response.json({ error: error.message }, { status: 400 });
    throw error;
  }
}
