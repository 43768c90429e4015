import { PLANNING } from "../limits.ts";

/**
 * Who changed a group last, as far as anyone can know. Xero keeps one UpdatedDateUTC for a whole record, so its edit of one group only
 * lies somewhere in (last observation where the group equalled base, this observation]. Our edit before that interval is older, after
 * it newer; inside it nobody can say.
 *
 *   ──────[ lastEqualAt ──── Xero's edit is somewhere here ──── xeroUpdatedAt ]──────▶ time
 *   ours here: Xero is newer                                          ours here: ours is newer
 */
export function newest(oursAt: number | null, lastEqualAt: number | null, xeroUpdatedAt: number): "ours" | "xero" | "unknown" {
  if (oursAt === null) return "unknown";
  const margin = PLANNING.editTimeMarginMs;
  if (oursAt > xeroUpdatedAt + margin) return "ours";
  if (lastEqualAt !== null && oursAt + margin <= lastEqualAt) return "xero";
  return "unknown";
}
