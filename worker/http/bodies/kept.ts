/** A field as sent; left out, it keeps its value, or takes `standard` on a new record. Null is sent to empty it. */
export function kept<T>(sent: T | undefined, before: T | undefined, standard: T): T {
  if (sent !== undefined) return sent;
  return before === undefined ? standard : before;
}
