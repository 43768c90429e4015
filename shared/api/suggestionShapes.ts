import * as v from "valibot";

/** What is suggested for lines, on what it rests, and how it is asked for: the schemas that /openapi.json is made from. */

const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/, "is not an id"));
const code = (max: number) => v.pipe(v.string(), v.minLength(1, "must not be empty"), v.maxLength(max, `must be at most ${max} characters`));
const shortCode = v.pipe(v.string(), v.minLength(1, "must not be empty"), v.maxLength(20, "is not a short code"));
const target = v.picklist(["account", "tax", "project"]);

/** A value and what people call it. An empty value: none. */
export const Chosen = v.object({ value: v.string(), label: v.string() });
export type Chosen = v.InferOutput<typeof Chosen>;

export const EvidenceLineView = v.object({
  lineId: v.string(),
  date: v.string(),
  supplier: v.string(),
  description: v.nullable(v.string()),
  amountMinor: v.number(),
  currency: v.string(),
  account: v.nullable(v.string()),
  tax: v.nullable(v.string()),
  project: v.nullable(v.string()),
  /** Opens the earlier bill in Xero. */
  href: v.nullable(v.string()),
});
export type EvidenceLineView = v.InferOutput<typeof EvidenceLineView>;

export const FieldSuggestionView = v.object({
  /** accountCode, taxType or project id; null when there is no suggestion. */
  value: v.nullable(v.string()),
  label: v.nullable(v.string()),
  confidenceE2: v.number(),
  /** "sure", "likely", "a guess", "no suggestion"; "decided" for what a person chose; "the account’s usual tax rate" where Xero's default stands in, and confidence means nothing. */
  band: v.string(),
  /** Why there is no suggestion. */
  abstained: v.nullable(v.string()),
  alternatives: v.array(v.object({ value: v.string(), label: v.string(), confidenceE2: v.number() })),
  /** The two or three strongest, in plain words, with the counts that stand in the store. */
  reasons: v.array(v.object({ text: v.string(), count: v.number(), of: v.number() })),
  agreeCount: v.number(),
  ofCount: v.number(),
  /** Ids of the evidence lines that carry this field. */
  evidence: v.array(v.string()),
  counterExample: v.nullable(EvidenceLineView),
  wouldChange: v.nullable(v.string()),
});
export type FieldSuggestionView = v.InferOutput<typeof FieldSuggestionView>;

export const LineSuggestionView = v.object({
  lineId: v.string(),
  account: FieldSuggestionView,
  tax: FieldSuggestionView,
  project: FieldSuggestionView,
  evidence: v.array(EvidenceLineView),
  /** What it would do to the suggested project: margin before and after, budget used, in hundredths of a percent. */
  impact: v.nullable(v.object({ projectName: v.string(), marginBeforeE2: v.nullable(v.number()), marginAfterE2: v.nullable(v.number()), budgetUsedE2: v.nullable(v.number()) })),
  /** A language model's choice for a supplier without history: no confidence, no evidence. Null where it was not asked or chose nothing. */
  model: v.nullable(v.object({ account: v.nullable(Chosen), tax: v.nullable(Chosen), project: v.nullable(Chosen) })),
});
export type LineSuggestionView = v.InferOutput<typeof LineSuggestionView>;

export const SplitView = v.object({
  lineId: v.string(),
  /** In order; the amounts add up to the line to the cent. */
  shares: v.array(v.object({ account: Chosen, tax: Chosen, project: Chosen, amountMinor: v.number(), shareE2: v.number() })),
  /** Earlier bills of the supplier that were split like this, of how many looked at. */
  count: v.number(),
  of: v.number(),
  earlier: v.array(v.object({ title: v.string(), date: v.string(), totalMinor: v.number(), currency: v.string(), href: v.nullable(v.string()), parts: v.array(v.object({ label: v.string(), amountMinor: v.number() })) })),
  /** Tax of the line now and of the parts, each rounded on its own as Xero does. */
  taxBeforeMinor: v.number(),
  taxAfterMinor: v.number(),
  /** Why it cannot be written now; null where it can. */
  hindrance: v.nullable(v.string()),
});
export type SplitView = v.InferOutput<typeof SplitView>;

export const DocumentSuggestionsView = v.object({
  recordId: v.string(),
  /** "Bill NT-88213". */
  title: v.string(),
  lines: v.array(LineSuggestionView),
  split: v.nullable(SplitView),
});
export type DocumentSuggestionsView = v.InferOutput<typeof DocumentSuggestionsView>;
export const SuggestionListView = v.object({ items: v.array(DocumentSuggestionsView) });

export const ExplanationView = v.object({
  suggestion: LineSuggestionView,
  /** Each reason with the stored counts that it was made from. */
  counted: v.array(
    v.object({
      field: target,
      text: v.string(),
      count: v.number(),
      of: v.number(),
      codings: v.array(v.object({ account: v.string(), tax: v.string(), project: v.string(), lines: v.number() })),
    }),
  ),
  /** Confirmed lines of the organisation that all of this is counted over. */
  linesCounted: v.number(),
  /** Confidence from which something is suggested here. */
  thresholdE2: v.number(),
});
export type ExplanationView = v.InferOutput<typeof ExplanationView>;

/** Documents of a list that one request may ask for. */
export const SuggestListInput = v.strictObject({ recordIds: v.pipe(v.array(id), v.minLength(1, "needs at least one document"), v.maxLength(50, "takes at most 50 documents at once")) });

/** Fields that a person has decided in the card but not written yet: the others are asked again, given these. Absent or null: not decided. */
export const SuggestGivenInput = v.strictObject({
  lines: v.pipe(
    v.array(v.strictObject({ lineId: id, accountCode: v.optional(v.nullable(code(10)), null), taxType: v.optional(v.nullable(code(50)), null), projectId: v.optional(v.nullable(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{0,64}$/, "is not an id"))), null) })),
    v.minLength(1, "needs at least one line"),
    v.maxLength(50, "takes at most 50 lines"),
  ),
});

export const SplitInput = v.strictObject({
  shortCode,
  lineId: id,
  parts: v.pipe(
    v.array(
      v.strictObject({
        accountCode: code(10),
        taxType: v.nullable(code(50)),
        projectId: v.nullable(id),
        amountMinor: v.pipe(v.number(), v.integer("must be a whole number of minor units (12.50 is 1250)"), v.minValue(-999_999_999_999), v.maxValue(999_999_999_999), v.check((amount) => amount !== 0, "must not be zero")),
      }),
    ),
    v.minLength(2, "needs at least two parts"),
    v.maxLength(50, "takes at most 50 parts"),
  ),
});

/** Which coding to take back: `undo` of the answer that wrote it. */
export const UndoCodingInput = v.strictObject({ shortCode, undo: id });

export const AccuracyView = v.object({
  items: v.array(
    v.object({
      target,
      band: v.picklist(["high", "medium", "low", "none"]),
      accepted: v.number(),
      corrected: v.number(),
      ignored: v.number(),
      changedInXero: v.number(),
      bulkConfirmed: v.number(),
      precision: v.nullable(v.number()),
    }),
  ),
  /** Right and wrong answers of these books by stated confidence, shown or withheld: what another threshold would have done. */
  byConfidence: v.array(v.object({ target, fromE2: v.number(), toE2: v.number(), right: v.number(), wrong: v.number() })),
});
export type AccuracyView = v.InferOutput<typeof AccuracyView>;

export const SuggestionSettingsView = v.object({
  /** Confidence in hundredths of a percent from which something is suggested; the one that ships, and the present one. */
  shippedThresholdE2: v.number(),
  thresholdE2: v.number(),
  languageModel: v.object({
    /** The firm's Worker has a model to ask. */
    available: v.boolean(),
    /** Whose, as an admin set it up: "api.example.com, small-model". */
    provider: v.nullable(v.string()),
    consentedBy: v.nullable(v.string()),
    consentedAt: v.nullable(v.number()),
    askedToday: v.number(),
    dailyBudget: v.number(),
  }),
});
export type SuggestionSettingsView = v.InferOutput<typeof SuggestionSettingsView>;

export const SuggestionSettingsInput = v.strictObject({
  thresholdE2: v.optional(v.pipe(v.number(), v.integer("must be a whole number, in hundredths of a percent"), v.minValue(2_000, "must be at least 2000 (20 %)"), v.maxValue(9_500, "must be at most 9500 (95 %)"))),
  /** True: an admin consents that supplier names and line texts of this organisation go to the model. */
  languageModel: v.optional(v.boolean()),
  /** Needed with the consent: Xero's terms forbid that its data trains models, so the firm's agreement with the provider must forbid it too. */
  providerDoesNotTrain: v.optional(v.literal(true)),
});

export const UnusualView = v.object({
  items: v.array(
    v.object({
      recordId: v.string(),
      lineId: v.string(),
      field: target,
      supplier: v.string(),
      title: v.string(),
      date: v.string(),
      href: v.nullable(v.string()),
      description: v.nullable(v.string()),
      amountMinor: v.number(),
      currency: v.string(),
      booked: Chosen,
      expected: Chosen,
      confidenceE2: v.number(),
      agreeCount: v.number(),
      ofCount: v.number(),
      reasons: v.array(v.object({ text: v.string(), count: v.number(), of: v.number() })),
      evidence: v.array(EvidenceLineView),
      /** What recoding would write; the other fields stay. */
      recode: v.object({ accountCode: v.nullable(v.string()), taxType: v.nullable(v.string()), projectId: v.nullable(v.string()) }),
      /** Why it cannot be recoded from here; null where it can. */
      hindrance: v.nullable(v.string()),
    }),
  ),
  /** Booked lines looked at so far, and how many wait to be looked at. */
  looked: v.number(),
  waiting: v.number(),
  /** Findings that people judged: said to be right, and recoded. */
  judgedRight: v.number(),
  recoded: v.number(),
});
export type UnusualView = v.InferOutput<typeof UnusualView>;

export const JudgeUnusualInput = v.strictObject({ recordId: id, lineId: id, field: target, judgement: v.picklist(["right", "recode"]) });
