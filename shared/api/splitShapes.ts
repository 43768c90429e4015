import * as v from "valibot";

/** Dividing one line of a bill over projects: by what it may be divided, and what a person makes of it. */

export const SPLIT_WAYS = ["last", "hours", "budgets"] as const;

const Candidate = v.object({
  /** Null: no project. */
  projectId: v.nullable(v.string()),
  label: v.string(),
  /** Null, here and below: as the line's own. */
  accountCode: v.nullable(v.string()),
  taxType: v.nullable(v.string()),
  /** Minutes or minor units; only compared with the others'. */
  weight: v.number(),
  /** The same for people: "12 h 30 min", "40,000.00". */
  basis: v.string(),
  /** Whether it takes part until a person says otherwise. */
  chosen: v.boolean(),
});

const SplitWay = v.object({
  way: v.picklist(SPLIT_WAYS),
  /** "By the approved hours of November 2026". */
  says: v.string(),
  candidates: v.array(Candidate),
});
export type SplitWay = v.InferOutput<typeof SplitWay>;

export const SplitWaysView = v.object({
  recordId: v.string(),
  lineAmountTypes: v.picklist(["exclusive", "inclusive", "none"]),
  /** Lines that can be divided; not those counted in pieces. */
  lines: v.array(
    v.object({
      lineId: v.string(),
      description: v.nullable(v.string()),
      amountMinor: v.number(),
      taxMinor: v.number(),
      accountCode: v.nullable(v.string()),
      taxType: v.nullable(v.string()),
      projectId: v.nullable(v.string()),
    }),
  ),
  /** Only ways with at least two to divide over. */
  ways: v.array(SplitWay),
  /** Percent × 10,000 by tax type, active ones: what a part's tax will be before it is written. */
  taxRates: v.array(v.object({ taxType: v.string(), rateE4: v.number() })),
  /** Why no line can be divided now; null where one can. */
  hindrance: v.nullable(v.string()),
});
export type SplitWaysView = v.InferOutput<typeof SplitWaysView>;
