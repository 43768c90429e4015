import * as v from "valibot";
import { API } from "../../shared/limits.ts";
import { refuse } from "./refuse.ts";

const PAGE_LIMIT_DEFAULT = 50;

/** Query parameters of every list. */
export const pageEntries = {
  cursor: v.optional(v.pipe(v.string(), v.maxLength(200, "is not a cursor"))),
  limit: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,3}$/, `must be a number from 1 to ${API.pageSize}`),
      v.transform(Number),
      v.minValue(1, `must be a number from 1 to ${API.pageSize}`),
      v.maxValue(API.pageSize, `must be a number from 1 to ${API.pageSize}`),
    ),
    String(PAGE_LIMIT_DEFAULT),
  ),
};

/** Where a newest-first list goes on: strictly after this row. */
export interface Cursor {
  at: number;
  id: string;
}

/** Clients pass a cursor back as it is; what it holds is nobody's business but ours. */
export function encodeCursor({ at, id }: Cursor): string {
  return btoa(`${at}.${id}`).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function decodeCursor(text: string | undefined): Cursor | null {
  if (text === undefined) return null;
  let plain = "";
  try {
    plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    plain = "";
  }
  const match = /^(\d{1,16})\.([A-Za-z0-9_-]{1,64})$/.exec(plain);
  if (match?.[1] === undefined || match[2] === undefined)
    return refuse("invalid_input", "cursor is not one that we gave.", { at: "cursor", remedy: "Begin again without a cursor." });
  return { at: Number(match[1]), id: match[2] };
}

/** Cuts one row too many off, which is how a list knows that there is more. */
export function pageOf<T>(rows: readonly T[], limit: number, cursorOf: (row: T) => Cursor): { rows: readonly T[]; nextCursor: string | null } {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit), nextCursor: last === undefined ? null : encodeCursor(cursorOf(last)) };
}
