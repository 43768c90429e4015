/** What a round was waiting for when its Durable Object was aborted. */
export interface CrashPoint {
  at: "D1" | "a read of Xero" | "a write to Xero";
  /** It had happened: only the answer was lost. */
  done: boolean;
}

export const nameOf = ({ at, done }: CrashPoint): string => `abort ${done ? "after" : "before"} ${at}`;
