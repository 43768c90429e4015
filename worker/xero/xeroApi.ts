import type { Report } from "../gate/budget.ts";
import type { Permit } from "../gate/gateCore.ts";
import type { KeeperAnswer } from "../keeper/keeperCore.ts";
import type { Lane, XeroApi, XeroSession } from "../ports.ts";
import { createXeroClient, type TokenAnswer } from "./xeroClient.ts";

export interface XeroApiOptions {
  fetch: typeof fetch;
  apiUrl: string;
  gate: (organisationId: string) => {
    take(lane: Lane): Permit | Promise<Permit>;
    settle(id: string, report: Report, bytes: number): void | Promise<void>;
  };
  keeper: (xeroUserId: string, rejected: string | null) => Promise<KeeperAnswer>;
  /** Xero users who can serve the organisation now, best first. */
  usersOf: (organisationId: string) => Promise<readonly string[]>;
  /** A user cannot serve the organisation any more. */
  userLost: (organisationId: string, xeroUserId: string) => Promise<void>;
  /** Nobody can: an admin has to connect again. */
  signInNeeded: (organisationId: string) => Promise<void>;
}

/** A person waits for his call; a page of 1,000 documents takes Xero a while. */
const TIMEOUT_MS: Readonly<Record<Lane, number>> = { person: 20_000, webhook: 30_000, poll: 60_000, backfill: 60_000, sweep: 60_000 };

/** Xero with the gate's permits and the keepers' tokens; falls back to the organisation's next user when one lost access. */
export function createXeroApi(options: XeroApiOptions): XeroApi {
  return {
    of: (organisationId, tenantId, lane, session = ownSession()) => {
      const gate = options.gate(organisationId);
      let user: string | null = null;
      const usersNow = (): Promise<readonly string[]> => (session.onRead(), options.usersOf(organisationId));

      const token = async (rejected: string | null): Promise<TokenAnswer> => {
        if (session.held !== null && session.held.accessToken !== rejected) {
          user = session.held.user;
          return { ok: true, accessToken: session.held.accessToken };
        }
        session.held = null;
        const users = session.users ?? (await usersNow());
        // Known at the run's beginning; whoever asks again asks anew.
        session.users = null;
        for (const candidate of users) {
          session.onRead();
          const answer = await options.keeper(candidate, rejected);
          if (answer.ok) {
            user = candidate;
            session.held = { user, accessToken: answer.accessToken };
            return { ok: true, accessToken: answer.accessToken };
          }
          if (answer.kind === "unavailable") return { ok: false, error: { kind: "Unavailable", status: null } };
          await options.userLost(organisationId, candidate);
        }
        await options.signInNeeded(organisationId);
        return { ok: false, error: { kind: "Unauthorised", reason: "revoked" } };
      };

      return createXeroClient({
        fetch: options.fetch,
        apiUrl: options.apiUrl,
        tenantId,
        timeoutMs: TIMEOUT_MS[lane],
        token,
        permit: async () => gate.take(lane),
        settle: async (id, remaining, limit, bytes) => gate.settle(id, { remaining, limit }, bytes),
        nextUser: async () => {
          // Another call of the same run has found the next one already.
          if (session.held !== null && session.held.user !== user) return true;
          const users = await usersNow();
          // Disconnected meanwhile: the calls that follow are not even sent.
          if (users.length === 0) session.held = null;
          // The last user is kept: a 403 may also mean that Xero's plan lacks the product, and then nobody would be better.
          if (user === null || users.length < 2) return false;
          await options.userLost(organisationId, user);
          session.held = null;
          return true;
        },
      });
    },
  };
}

function ownSession(): XeroSession {
  return { users: null, held: null, onRead: () => undefined };
}
