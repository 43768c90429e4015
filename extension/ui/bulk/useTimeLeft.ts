import { useRef } from "react";

/** Less than this says nothing about how fast it goes. */
const TOLD_AFTER_MS = 3_000;

/** About how long `remaining` things take at the pace since this page first looked, in ms; null while that cannot be told. */
export function useTimeLeft(remaining: number): number | null {
  const first = useRef<{ at: number; remaining: number } | null>(null);
  const now = Date.now();
  // More than at first: it was turned round.
  if (first.current === null || remaining > first.current.remaining) first.current = { at: now, remaining };
  const { at, remaining: before } = first.current;
  const done = before - remaining;
  return done === 0 || now - at < TOLD_AFTER_MS ? null : ((now - at) / done) * remaining;
}
