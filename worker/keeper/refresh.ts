/** When to refresh, and what an answer means. Pure. */

/** Xero's access tokens live 30 minutes; a call may last one minute, and clocks differ. */
const REFRESH_BEFORE_MS = 3 * 60_000;
/** A refresh token dies after 60 days unused. */
export const REFRESH_TOKEN_LIFE_MS = 60 * 24 * 3_600_000;
/** Organisations that sleep (a disconnected week, a dead poll) keep their sign-in. */
export const KEEP_ALIVE_MS = 7 * 24 * 3_600_000;
/** Xero accepts the old refresh token again for 30 minutes when the answer was lost. */
export const GRACE_MS = 30 * 60_000;

export type KeeperCause = "refused_by_xero" | "unused_for_60_days" | "answer_lost" | "no_credential";

export type RefreshNeed = "none" | "refresh" | "revoked";

export interface RefreshFacts {
  state: "live" | "revoked";
  accessExpiresAt: number;
  refreshedAt: number;
  stale: boolean;
}

/** @param rejected Xero just refused this very access token, whatever our clock says. */
export function refreshNeed(facts: RefreshFacts, rejected: boolean, now: number): RefreshNeed {
  if (facts.state === "revoked") return "revoked";
  const old = now >= facts.accessExpiresAt - REFRESH_BEFORE_MS || now >= facts.refreshedAt + KEEP_ALIVE_MS;
  return rejected || old || facts.stale ? "refresh" : "none";
}

/** Why Xero refused a refresh token, as far as can be known. `lostAt`: the first refresh since then whose answer never came. */
export function causeOfRefusal(refreshedAt: number, lostAt: number | null, now: number): KeeperCause {
  if (lostAt !== null && now >= lostAt + GRACE_MS) return "answer_lost";
  if (now >= refreshedAt + REFRESH_TOKEN_LIFE_MS) return "unused_for_60_days";
  return "refused_by_xero";
}
