const DASHED = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const BARE = /^[0-9a-f]{32}$/;
const NIL = "00000000-0000-0000-0000-000000000000";

/**
 * One spelling for Xero's ids: lower case with dashes. Xero's own links use both that and 32 bare hex digits, in either case.
 * Null for anything else, and for the nil id that templates in the page carry.
 */
export function guid(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const lower = text.trim().toLowerCase();
  const dashed = BARE.test(lower)
    ? `${lower.slice(0, 8)}-${lower.slice(8, 12)}-${lower.slice(12, 16)}-${lower.slice(16, 20)}-${lower.slice(20)}`
    : lower;
  return DASHED.test(dashed) && dashed !== NIL ? dashed : null;
}
