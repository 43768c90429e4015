import { createHash } from "node:crypto";
import type { Credential, TokenSet } from "../../../worker/store/credentials.ts";
import type { Row, TableName } from "../../../worker/store/port.ts";
import { isSignedByXero } from "../../../worker/xero/webhookSignature.ts";
import { memoryStore, type Tables } from "./memoryStore.ts";
import { ALL_ROWS, DUE_MAX, type Stored, WEBHOOK_KEY } from "./stored.ts";

export interface MemoryContents {
  tables: Tables;
  /** By Xero user; sealed in SQL, plain here. */
  tokens: Map<string, TokenSet>;
}

/** T1: everything in Maps. */
export function storedInMemory(contents: MemoryContents = { tables: new Map(), tokens: new Map() }): Stored & { contents: MemoryContents } {
  const { tables, tokens } = contents;
  const store = memoryStore(tables);
  const rows = async <T extends TableName>(from: T): Promise<Row<T>[]> => (await store.read({ from, where: {}, limit: ALL_ROWS } as never))[0] as unknown as Row<T>[];
  const credentialOf = async (xeroUserId: string) => (await rows("credential")).find((row) => row.xeroUserId === xeroUserId);
  const keep = async (row: Row<"credential">, kept: TokenSet, now: number): Promise<void> => {
    tokens.set(row.xeroUserId, kept);
    await store.commit([], [{ put: "credential", rows: [{ ...row, accessExpiresAt: kept.accessExpiresAt, scopes: kept.scopes, refreshedAt: now, state: "live", stateReason: null }] }]);
  };
  return {
    store,
    contents,
    rows,
    credentials: {
      load: async (xeroUserId): Promise<Credential | null> => {
        const row = await credentialOf(xeroUserId);
        const kept = tokens.get(xeroUserId);
        if (row === undefined || kept === undefined) return null;
        const { generation, refreshedAt, state, stateReason } = row;
        return { xeroUserId, generation, refreshedAt, state, stateReason, tokens: kept, stale: false };
      },
      put: async ({ xeroUserId, name, email }, kept, now) => {
        const before = await credentialOf(xeroUserId);
        await keep({ xeroUserId, name, email, ciphertext: "-", keyId: "sim", generation: (before?.generation ?? 0) + 1 } as Row<"credential">, kept, now);
      },
      replace: async (xeroUserId, generation, kept, now) => {
        const row = await credentialOf(xeroUserId);
        if (row?.generation !== generation) return false;
        await keep({ ...row, generation: generation + 1 }, kept, now);
        return true;
      },
      revoke: async (xeroUserId, generation, reason) => {
        const row = await credentialOf(xeroUserId);
        if (row?.generation === generation) await store.commit([], [{ update: "credential", where: { xeroUserId }, set: { state: "revoked", stateReason: reason } }]);
      },
      drop: async (xeroUserId) => void (await store.commit([], [{ delete: "credential", where: { xeroUserId } }])),
    },
    usersServing: async (organisationId) => {
      const [users] = await store.read({ from: "organisationUser", where: { organisationId, state: "live" }, orderBy: ["addedAt"], limit: 50 });
      return users.map((user) => user.xeroUserId);
    },
    markUserLost: async (organisationId, xeroUserId) => void (await store.commit([], [{ update: "organisationUser", where: { organisationId, xeroUserId }, set: { state: "lost" } }])),
    markSignInNeeded: async (id) =>
      void (await store.commit([], [{ update: "organisation", where: { id, state: { in: ["connecting", "connected"] } }, set: { state: "needs_sign_in", stateReason: "No connected Xero user can reach this organisation any more." } }])),
    connectionsOf: async (organisationId) => (await rows("organisationUser")).filter((row) => row.organisationId === organisationId && tokens.has(row.xeroUserId)).toSorted((a, b) => a.addedAt - b.addedAt),
    addConnection: async ({ newId, xeroTenantId, connectionId, name, xeroUserId, rules, now }) => {
      const known = (await rows("organisation")).find((row) => row.xeroTenantId === xeroTenantId);
      const id = known?.id ?? newId;
      await store.commit([], [
        known === undefined
          ? { insert: "organisation", rows: [{ id, xeroTenantId, connectionId, name, state: "connecting", rules, createdAt: now, connectedAt: now, nextDueAt: now }] }
          : { update: "organisation", where: { id }, set: { connectionId, state: "connecting", stateReason: null, connectedAt: now, disconnectedAt: null, nextDueAt: now } },
        { insertNew: "organisationUser", rows: [{ organisationId: id, xeroUserId, connectionId, state: "live", addedAt: now }] },
        { update: "organisationUser", where: { organisationId: id, xeroUserId }, set: { connectionId, state: "live" } },
        ...(known?.state === "disconnected"
          ? ([
              { insertNew: "cursor", rows: [{ organisationId: id, kind: "reconnect", lane: "proof", dueAt: now }] },
              { update: "cursor", where: { organisationId: id, kind: "reconnect", lane: "proof" }, set: { dueAt: now, running: null } },
            ] as const)
          : []),
      ]);
      return id;
    },
    forgetConnection: async (organisationId, now) => {
      const users = await rows("organisationUser");
      const own = users.filter((row) => row.organisationId === organisationId).map((row) => row.xeroUserId);
      const unused = own.filter((id) => !users.some((row) => row.xeroUserId === id && row.organisationId !== organisationId));
      for (const id of unused) tokens.delete(id);
      const fence = (await rows("organisation")).find((row) => row.id === organisationId)!.fence + 1;
      await store.commit([], [
        { delete: "credential", where: { xeroUserId: { in: unused } } },
        { delete: "organisationUser", where: { organisationId } },
        { update: "organisation", where: { id: organisationId }, set: { state: "disconnected", stateReason: null, connectionId: null, disconnectedAt: now, nextDueAt: null, fence } },
      ]);
    },
    dueOrganisations: async (now) => {
      const [due] = await store.read({ from: "organisation", where: { nextDueAt: { lte: now }, state: { in: ["connecting", "connected"] } }, orderBy: ["nextDueAt"], limit: DUE_MAX });
      return due.map((row) => row.id);
    },
    takeDelivery: async (request, at, wake) => {
      const bytes = await request.arrayBuffer();
      if (!(await isSignedByXero(bytes, request.headers.get("x-xero-signature"), WEBHOOK_KEY))) return new Response(null, { status: 401 });
      const body = new TextDecoder().decode(bytes);
      const { events = [], firstEventSequence = null, lastEventSequence = null } = JSON.parse(body) as { events?: { tenantId?: string }[]; firstEventSequence?: number; lastEventSequence?: number };
      if (events.length === 0) return new Response(null, { status: 200 });
      const id = createHash("sha256").update(body).digest("hex");
      await store.commit([], [{ insertNew: "inbox", rows: [{ id, body, firstSequence: firstEventSequence, lastSequence: lastEventSequence, receivedAt: at }] }]);
      const tenants = new Set(events.map((event) => event.tenantId));
      for (const row of await rows("organisation")) if (tenants.has(row.xeroTenantId) && row.state !== "disconnected") wake(row.id);
      return new Response(null, { status: 200 });
    },
    close: () => undefined,
  };
}
