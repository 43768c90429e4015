import { useEffect, useState } from "react";

const TICK_MS = 5_000;

/** The time of day as epoch milliseconds, moving on by itself. */
export function useNow(tickMs = TICK_MS): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, [tickMs]);
  return now;
}
