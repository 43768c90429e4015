import type { CredentialStore, TokenSet } from "../store/credentials.ts";
import { causeOfRefusal, type KeeperCause, refreshNeed } from "./refresh.ts";

export type RefreshAnswer =
  | { ok: true; tokens: TokenSet }
  /** refused: Xero said no for good; lost: no answer that tells. */
  | { ok: false; kind: "refused" | "lost" };

export type KeeperAnswer =
  | { ok: true; accessToken: string }
  | { ok: false; kind: "revoked"; cause: KeeperCause }
  | { ok: false; kind: "unavailable" };

export interface KeeperOptions {
  xeroUserId: string;
  credentials: CredentialStore;
  refresh: (refreshToken: string) => Promise<RefreshAnswer>;
  now: () => number;
}

/** Compare-and-swap losses in a row before giving up for now. */
const ATTEMPTS_MAX = 3;

/**
 * Access tokens of one Xero user, refreshed single-flight: two refreshes at once are the commonest way to lose a sign-in
 * (xero-node issues 370, 382, 572). A rotated token is saved before it is used; when its answer is lost, the old one still works
 * within Xero's grace.
 */
export function createKeeperCore(options: KeeperOptions) {
  let flight: Promise<KeeperAnswer> | null = null;
  let lostAt: number | null = null;

  const look = async (rejected: string | null): Promise<KeeperAnswer> => {
    const { credentials, xeroUserId, now } = options;
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      const found = await credentials.load(xeroUserId);
      if (found === null) return { ok: false, kind: "revoked", cause: "no_credential" };
      const facts = { ...found, accessExpiresAt: found.tokens.accessExpiresAt };
      const need = refreshNeed(facts, rejected === found.tokens.accessToken, now());
      if (need === "revoked") return { ok: false, kind: "revoked", cause: (found.stateReason ?? "refused_by_xero") as KeeperCause };
      if (need === "none") return { ok: true, accessToken: found.tokens.accessToken };

      const answer = await options.refresh(found.tokens.refreshToken);
      if (answer.ok) {
        lostAt = null;
        if (await credentials.replace(xeroUserId, found.generation, answer.tokens, now()))
          return { ok: true, accessToken: answer.tokens.accessToken };
        continue; // Someone signed in again meanwhile: theirs counts.
      }
      if (answer.kind === "lost") {
        lostAt ??= now();
        // The old access token may still hold for what is left of its life.
        const usable = now() < found.tokens.accessExpiresAt && rejected !== found.tokens.accessToken;
        return usable ? { ok: true, accessToken: found.tokens.accessToken } : { ok: false, kind: "unavailable" };
      }
      const again = await credentials.load(xeroUserId);
      if (again !== null && again.generation !== found.generation) continue;
      // An answer that was lost before somebody signed in again is over.
      if (lostAt !== null && lostAt < found.refreshedAt) lostAt = null;
      const cause = causeOfRefusal(found.refreshedAt, lostAt, now());
      await credentials.revoke(xeroUserId, found.generation, cause);
      return { ok: false, kind: "revoked", cause };
    }
    return { ok: false, kind: "unavailable" };
  };

  return {
    /** @param rejected an access token that Xero just refused with 401. */
    token: async (rejected: string | null): Promise<KeeperAnswer> => {
      // A caller that joins a flight begun before its token was refused may get that same token: then it looks again itself.
      if (flight !== null) {
        const joined = await flight;
        if (!joined.ok || joined.accessToken !== rejected) return joined;
      }
      flight ??= look(rejected).finally(() => {
        flight = null;
      });
      return flight;
    },
  };
}

export type KeeperCore = ReturnType<typeof createKeeperCore>;
