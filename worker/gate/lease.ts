/**
 * Only one round per organisation at a time. The token grows with every grant (a fencing token): a holder that was thought dead and
 * comes back can neither renew nor release what another holds now.
 */
export interface LeaseState {
  token: number;
  /** 0 when free. */
  expiresAt: number;
}

export const FREE_LEASE: LeaseState = { token: 0, expiresAt: 0 };
/** A round renews at least this often; a dead one is replaced after it. */
export const LEASE_MS = 60_000;

export type Acquired = { granted: true; state: LeaseState } | { granted: false; retryAfterMs: number };

export function acquire(state: LeaseState, now: number): Acquired {
  // Never further away than one lease: a clock that stepped back must not lock the organisation out.
  const waitMs = Math.min(state.expiresAt - now, LEASE_MS);
  if (waitMs > 0) return { granted: false, retryAfterMs: waitMs };
  // At least the time: D1 remembers the highest token, and a gate that lost its memory must not start below it.
  return { granted: true, state: { token: Math.max(state.token + 1, now), expiresAt: now + LEASE_MS } };
}

/** @returns null when the lease was lost: the caller must stop writing. */
export function renew(state: LeaseState, token: number, now: number): LeaseState | null {
  return state.token === token && state.expiresAt > 0 ? { token, expiresAt: now + LEASE_MS } : null;
}

export function release(state: LeaseState, token: number): LeaseState {
  return state.token === token ? { token, expiresAt: 0 } : state;
}
