import { useEffect, useState } from "react";

const TICK_MS = 5_000;

/** The time of day as epoch milliseconds, moving on by itself. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
