import { shortWait } from "../format.ts";
import { useNow } from "../useNow.ts";

const TICK_MS = 1_000;
/** Seconds are counted where somebody may wait for them. */
const COUNTED_MS = 90_000;

/** A wait that gets shorter while one looks: "34 s", "about 3 min", "a moment". Not read out every second. `since`: when it was `forMs` long. */
export function Countdown({ forMs, since }: { forMs: number; since: number }) {
  const now = useNow(TICK_MS);
  const leftMs = Math.min(forMs, Math.max(0, since + forMs - now));
  return <span className="number">{leftMs > COUNTED_MS || leftMs < TICK_MS ? shortWait(leftMs) : `${Math.ceil(leftMs / 1_000)} s`}</span>;
}
