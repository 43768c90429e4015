import type { StoredAnswer, World } from "../world.ts";

/** Facts §2.5: a key is remembered for six minutes from its first call. */
const idempotencyLifeMs = 6 * 60_000;
const maxKeyLength = 128;
const maxStored = 5_000;

export type Remembered = { kind: "new" } | { kind: "same"; answer: StoredAnswer } | { kind: "refused"; message: string };

export function recall(world: World, clientId: string, key: string, fingerprint: string): Remembered {
  if (key.length > maxKeyLength) return { kind: "refused", message: `The Idempotency-Key must not be longer than ${maxKeyLength} characters` };
  const stored = world.state.idempotency.get(`${clientId}:${key}`);
  if (!stored || world.clock.now() - stored.atMs >= idempotencyLifeMs) return { kind: "new" };
  if (stored.fingerprint !== fingerprint) return { kind: "refused", message: "The Idempotency-Key provided has already been used with a different request" };
  return { kind: "same", answer: stored };
}

/** Errors are remembered too, and answered again. */
export function remember(world: World, clientId: string, key: string, stored: StoredAnswer): void {
  const { idempotency } = world.state;
  idempotency.set(`${clientId}:${key}`, stored);
  if (idempotency.size <= maxStored) return;
  for (const [old, answer] of idempotency) if (world.clock.now() - answer.atMs >= idempotencyLifeMs) idempotency.delete(old);
}
