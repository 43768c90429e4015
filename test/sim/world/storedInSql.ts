import type { ConsentDeps } from "../../../worker/http/consentDeps.ts";
import type { HttpDeps } from "../../../worker/http/deps.ts";
import { webhookRoutes } from "../../../worker/http/routes/webhook.ts";
import { credentialStore } from "../../../worker/store/credentials.ts";
import { createStore } from "../../../worker/store/engineStore.ts";
import { openStore } from "../../../worker/store/open.ts";
import type { Store } from "../../../worker/ports.ts";
import type { Change, Condition, Row, Select, TableName } from "../../../worker/store/port.ts";
import { addConnection, dueOrganisations } from "../../../worker/store/reads/connected.ts";
import { connectionsOf, forgetConnection } from "../../../worker/store/reads/disconnect.ts";
import { markSignInNeeded, markUserLost, usersServing } from "../../../worker/store/reads/serving.ts";
import { d1OnNode, migrate } from "../d1OnNode.ts";
import { ALL_ROWS, DUE_MAX, type Stored, TOKEN_KEYS, WEBHOOK_KEY } from "./stored.ts";
import type { MemoryContents } from "./storedInMemory.ts";
import { TABLE_SHAPES } from "./tableShapes.ts";

/** T2: the Worker's own SQL, migrations, constraints, sealing and webhook route over node:sqlite, begun from a copy of a memory. */
export async function storedInSql(contents: MemoryContents): Promise<Stored> {
  const d1 = d1OnNode();
  await migrate(d1);
  const counter = { statements: 0, roundTrips: 0 };
  const db = openStore(d1, counter);
  const sql = createStore(db);
  // One invocation's cap of statements is for one request or round; a schedule is many.
  const store: Store = {
    read: (async (...selects: Select[]) => ((counter.statements = 0), sql.read(...selects.map(inFullOrder)))) as Store["read"],
    commit: async (guards, changes) => ((counter.statements = 0), sql.commit(guards, changes)),
    totals: async (organisationId) => ((counter.statements = 0), (await sql.totals(organisationId)).toSorted((a, b) => (`${a.kind} ${a.state}` < `${b.kind} ${b.state}` ? -1 : 1))),
  };
  const rows = async <T extends TableName>(from: T): Promise<Row<T>[]> => (await store.read({ from, where: {}, limit: ALL_ROWS } as never))[0] as unknown as Row<T>[];
  const fresh = <T>(work: () => Promise<T>): Promise<T> => ((counter.statements = 0), work());
  await copyInto(store, contents);
  const credentials = credentialStore(db, TOKEN_KEYS);
  for (const [xeroUserId, tokens] of contents.tokens) {
    const row = (await rows("credential")).find((one) => one.xeroUserId === xeroUserId)!;
    await credentials.replace(xeroUserId, row.generation, tokens, row.refreshedAt);
    await store.commit([], [{ update: "credential", where: { xeroUserId }, set: { generation: row.generation } }]);
  }
  return {
    store,
    rows,
    credentials: {
      load: (id) => fresh(() => credentials.load(id)),
      put: (person, tokens, now) => fresh(() => credentials.put(person, tokens, now)),
      replace: (id, generation, tokens, now) => fresh(() => credentials.replace(id, generation, tokens, now)),
      revoke: (id, generation, reason) => fresh(() => credentials.revoke(id, generation, reason)),
      drop: (id) => fresh(() => credentials.drop(id)),
    },
    usersServing: (organisationId) => fresh(() => usersServing(db, organisationId)),
    markUserLost: (organisationId, id) => fresh(() => markUserLost(db, organisationId, id)),
    markSignInNeeded: (organisationId) => fresh(() => markSignInNeeded(db, organisationId)),
    connectionsOf: (organisationId) => fresh(() => connectionsOf(db, organisationId)),
    addConnection: (added) => fresh(() => addConnection(db, added)),
    forgetConnection: (organisationId, now) => fresh(() => forgetConnection(db, organisationId, now)),
    dueOrganisations: (now) => fresh(() => dueOrganisations(db, now, DUE_MAX)),
    takeDelivery: async (request, at, wake) => {
      let woken: Promise<unknown> = Promise.resolve();
      const deps = { config: { xeroWebhookKey: WEBHOOK_KEY }, db, clock: { now: () => at }, wake: async (id: string) => wake(id), later: (work: Promise<unknown>) => (woken = work) };
      counter.statements = 0;
      const answer = await webhookRoutes(deps as unknown as HttpDeps & ConsentDeps).request("/webhooks/xero", request);
      await woken;
      return answer;
    },
    close: () => d1.close(),
  };
}

/** SQL promises no order but the one asked for; both tiers answer ties in the order of the key, so that their traces can be compared. */
function inFullOrder(select: Select): Select {
  const where = Object.fromEntries(Object.entries(select.where as Record<string, Condition | undefined>).map(([column, condition]) => [column, inOrder(condition)]));
  return { ...select, where, orderBy: [...(select.orderBy ?? []), ...TABLE_SHAPES.get(select.from)!.key] } as Select;
}

function inOrder(condition: Condition | undefined): Condition | undefined {
  if (typeof condition !== "object" || condition === null || !("among" in condition) || condition.among.limit === undefined) return condition;
  return { among: { ...condition.among, orderBy: [...(condition.among.orderBy ?? []), ...TABLE_SHAPES.get(condition.among.from)!.key] } } as Condition;
}

async function copyInto(store: Store, { tables }: MemoryContents): Promise<void> {
  const changes: Change[] = [];
  for (const [name, table] of tables) {
    if (table.size === 0) continue;
    const shape = TABLE_SHAPES.get(name)!;
    const rows = [...table.values()].map((row) => Object.fromEntries(shape.columns.map(({ name: column, json }) => [column, json && row[column] !== null ? JSON.parse(String(row[column])) : row[column]])));
    // The trigger of the audit counts as it goes, so its rows come one after the other.
    changes.push({ insert: name, rows: name === "audit" ? rows.toSorted((a, b) => Number(a["seq"]) - Number(b["seq"])) : rows } as unknown as Change);
  }
  await store.commit([], changes);
}
