import { formatMinor } from "../../shared/money.ts";
import type { Document } from "../../shared/records/document.ts";
import { refused } from "./decided.ts";

interface Seen {
  lineId: string;
  /** As the person saw the line. */
  amountMinor: number;
}

/**
 * Why a decision about a line is not taken: it is another amount than the person saw. Somebody may have divided it at the same moment, and then the
 * first part alone carries the line's id: what was meant for the whole would fall on it. Null where it is as it was seen.
 */
export function dividedSince(document: Document, seen: Seen): ReturnType<typeof refused> | null {
  const line = document.lines.find(({ id }) => id === seen.lineId);
  if (line === undefined || line.amountMinor === seen.amountMinor) return null;
  const parts = partsSince(document, seen);
  const [now, then] = [line.amountMinor, seen.amountMinor].map((minor) => formatMinor(minor, document.currency));
  return parts === null ? stale(`is ${now} by now, not ${then} as you saw it`) : stale(`was divided into ${parts} since you looked at it`);
}

/** The same of a split, which says what the whole is by its parts; null where the line was not divided. */
export function dividedAgain(document: Document, seen: Seen): ReturnType<typeof refused> | null {
  const parts = partsSince(document, seen);
  return parts === null || parts === 1 ? null : stale(`was divided into ${parts} since you looked at it`);
}

function stale(what: string): ReturnType<typeof refused> {
  return refused("revision_conflict", `The line ${what}, so nothing was changed.`, "Look at the lines as they are now, and decide again.");
}

/** How many lines from this one on, all with its text, make up what it was; null where none do. Parts of a split stand together. */
function partsSince({ lines }: Document, { lineId, amountMinor }: Seen): number | null {
  const parts = lines.slice(lines.findIndex(({ id }) => id === lineId));
  let sum = 0;
  for (const [index, part] of parts.entries()) {
    if (part.description !== parts[0]?.description) return null;
    sum += part.amountMinor;
    if (sum === amountMinor) return index + 1;
  }
  return null;
}
