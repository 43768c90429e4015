import * as v from "valibot";
import { BULK } from "../limits.ts";

/** Confirming many lines at once: what the preview shows, what a confirmation was asked to write, and how far it is. */

const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/, "is not an id"));
const code = (max: number) => v.pipe(v.string(), v.minLength(1, "must not be empty"), v.maxLength(max, `must be at most ${max} characters`));

/** Exactly what was seen in the preview: what is suggested otherwise by the time of writing is left out, not written differently. */
export const ConfirmBulkInput = v.strictObject({
  lines: v.pipe(
    v.array(
      v.strictObject({
        lineId: id,
        /** Null, here and below: stays as it is. */
        accountCode: v.nullable(code(10)),
        taxType: v.nullable(code(50)),
        projectId: v.nullable(id),
      }),
    ),
    v.minLength(1, "needs at least one line"),
    v.maxLength(BULK.linesPerConfirmation, `takes at most ${BULK.linesPerConfirmation} lines at once`),
  ),
});

/** A value and what people call it. */
const Chosen = v.object({ value: v.string(), label: v.string() });

export const BulkLineView = v.object({
  recordId: v.string(),
  lineId: v.string(),
  supplier: v.string(),
  /** "Bill NT-88213". */
  title: v.string(),
  date: v.string(),
  /** Opens the bill in Xero. */
  href: v.nullable(v.string()),
  /** In Xero's ledger already: then the books change with the confirmation. */
  posted: v.boolean(),
  description: v.nullable(v.string()),
  amountMinor: v.number(),
  currency: v.string(),
  /** Null, here and below: decided already, stays as it is. */
  account: v.nullable(Chosen),
  tax: v.nullable(Chosen),
  project: v.nullable(Chosen),
  /** Of the least sure field. */
  confidenceE2: v.number(),
  agreeCount: v.number(),
  ofCount: v.number(),
});
export type BulkLineView = v.InferOutput<typeof BulkLineView>;

export const BulkPreviewView = v.object({
  lines: v.array(BulkLineView),
  /** Sure lines that cannot be written, and why. */
  leftOut: v.array(v.object({ recordId: v.string(), lineId: v.string(), title: v.string(), sentence: v.string() })),
  /** Open lines that are not sure enough for this. */
  notSure: v.number(),
  /** Open documents that this page looked at, and older ones that it did not. */
  lookedAt: v.number(),
  notLookedAt: v.number(),
  /** Asks for the page of the next older ones; null where there are none. */
  nextCursor: v.nullable(v.string()),
  /** Confidence that every field of a line must reach. */
  leastE2: v.number(),
});
export type BulkPreviewView = v.InferOutput<typeof BulkPreviewView>;

/** What becomes of one document of a confirmation. */
export const BULK_ITEM_STATES = ["waiting", "working", "written", "queued", "refused", "left_out", "undo_waiting", "undoing", "undone", "kept"] as const;
export type BulkItemState = (typeof BULK_ITEM_STATES)[number];

const Tally = v.object({ documents: v.number(), lines: v.number() });

export const BulkView = v.object({
  id: v.string(),
  by: v.string(),
  createdAt: v.number(),
  undoneBy: v.nullable(v.string()),
  undoneAt: v.nullable(v.number()),
  documents: v.number(),
  lines: v.number(),
  /** How many are in which state; states that nothing is in are absent. */
  states: v.partial(v.object(Object.fromEntries(BULK_ITEM_STATES.map((state) => [state, Tally])) as Record<BulkItemState, typeof Tally>)),
  /** Documents still to be written or taken back: ask to continue until it is zero. */
  remaining: v.number(),
  /** Documents that are decided and wait for their sending: that goes on by itself. */
  onTheWay: v.number(),
  /** Why nothing moves at this moment, and for how long about (ms); null where it does. */
  waits: v.nullable(v.object({ forMs: v.number(), sentence: v.string() })),
  /** Whether something is left that could be taken back. */
  canUndo: v.boolean(),
  /** Documents about which there is something to say, as many as are told one by one. */
  told: v.array(
    v.object({
      recordId: v.string(),
      title: v.string(),
      href: v.nullable(v.string()),
      lineIds: v.array(v.string()),
      state: v.picklist(BULK_ITEM_STATES),
      /** Why it was not written, not taken back, or waits. */
      sentence: v.string(),
    }),
  ),
  /** Further ones of that sort, which are not in the list. */
  notTold: v.number(),
  /** Lines that were asked for and are not part of it: they changed since the preview. */
  leftOut: v.array(v.string()),
});
export type BulkView = v.InferOutput<typeof BulkView>;
