import { useEffect, useState } from "react";
import { shortWait } from "../format.ts";

const TICK_MS = 1_000;
/** Seconds are counted where somebody may wait for them. */
const COUNTED_MS = 90_000;

/** A wait that gets shorter while one looks: "34 s", "about 3 min", "a moment". Read out once, not every second. */
export function Countdown({ forMs }: { forMs: number }) {
  const [until, setUntil] = useState(() => Date.now() + forMs);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    setUntil(Date.now() + forMs);
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [forMs]);
  const leftMs = Math.max(0, until - now);
  return <span className="number">{leftMs > COUNTED_MS || leftMs < TICK_MS ? shortWait(leftMs) : `${Math.ceil(leftMs / 1_000)} s`}</span>;
}
