/** Why a statement failed, told from SQLite's extended code. `text` holds no bound values and may be logged. */
export interface StoreFailure {
  kind: "guard" | "unique" | "check" | "append_only" | "retryable" | "other";
  text: string;
}

// https://developers.cloudflare.com/d1/best-practices/retry-queries/ lists these texts as safe to retry for idempotent work.
const RETRYABLE = ["Network connection lost", "storage caused object to be reset", "reset because its code was updated"];

/**
 * Drizzle's own message prints bound values ("Failed query: … params: …"), so it is never read: D1's error lies in the chain of
 * causes.
 */
export function storeFailure(error: unknown): StoreFailure {
  const text = databaseText(error);
  if (text.includes("guard_ok")) return { kind: "guard", text: "a guard's condition did not hold" };
  if (text.includes("append-only") || text.includes("can only be erased") || text.includes("no gaps"))
    return { kind: "append_only", text };
  if (/SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)|UNIQUE constraint failed/.test(text)) return { kind: "unique", text };
  if (/SQLITE_CONSTRAINT_CHECK|CHECK constraint failed/.test(text)) return { kind: "check", text };
  if (RETRYABLE.some((phrase) => text.includes(phrase))) return { kind: "retryable", text };
  return { kind: "other", text };
}

function databaseText(error: unknown): string {
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if (!current.message.startsWith("Failed query")) return current.message;
    current = current.cause;
  }
  return "unknown store error";
}
