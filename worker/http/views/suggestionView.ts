import type { EvidenceLineView, FieldSuggestionView, LineSuggestionView } from "../../../shared/api/suggestionShapes.ts";
import type { ProjectFigures } from "../../../shared/api/views.ts";
import { toHome } from "../../../shared/money.ts";
import { shareE2 } from "../../../shared/profit/projectFigures.ts";
import type { Line } from "../../../shared/records/document.ts";
import type { LineSuggestion } from "../../../shared/suggest/predict.ts";
import type { Band, FieldSuggestion } from "../../../shared/suggest/types.ts";
import type { Purchase, Suggested } from "../suggest.ts";
import type { Names } from "./names.ts";
import { xeroHref } from "./xeroHref.ts";

export interface SuggestionContext {
  names: Names;
  /** Home currency, which project figures are in. */
  currency: string;
  shortCode: string | null;
  earlier: Suggested["earlier"];
  /** Xero's id of an earlier document. */
  xeroIdOf: (recordId: string) => string | null;
  figuresOf: (projectId: string) => ProjectFigures | undefined;
  /** A language model's choice for a line; null for lines with history, and where nobody consented. */
  modelOf: (lineId: string) => LineSuggestionView["model"];
}

const BANDS: Readonly<Record<Band, string>> = { high: "sure", medium: "likely", low: "a guess", none: "no suggestion" };
/** Nothing was counted for it, so it is neither sure nor a guess. */
const BY_DEFAULT = "the account’s usual tax rate";
export const NO_PROJECT = "No project";
const EVIDENCE_SHOWN = 8;

/** One line's suggestion with what it rests on and what it would do to the project. */
export function suggestionView(document: Purchase, line: Line, suggestion: LineSuggestion, context: SuggestionContext): LineSuggestionView {
  const { account, tax, project } = suggestion;
  const evidence = [...new Set([...account.evidence, ...project.evidence, ...tax.evidence])].slice(0, EVIDENCE_SHOWN);
  return {
    lineId: line.id,
    account: fieldView(account, (code) => context.names.account(code), context),
    tax: fieldView(tax, (type) => context.names.tax(type), context),
    project: fieldView(project, (id) => (id === "" ? NO_PROJECT : context.names.record(id)), context),
    evidence: evidence.flatMap((id) => evidenceView(id, context) ?? []),
    impact: line.projectId === null && project.value !== null ? impactOf(project.value, homeMinor(document, line, context.currency), context) : null,
    model: context.modelOf(line.id),
  };
}

/** Whether there is something to take: a value for a field that has none. "No project" is no news. */
export function hasNews(line: Line, { account, tax, project }: LineSuggestion): boolean {
  return (line.accountCode === null && account.value !== null) || (line.taxType === null && tax.value !== null) || (line.projectId === null && Boolean(project.value));
}

function fieldView(field: FieldSuggestion, label: (value: string) => string, context: SuggestionContext): FieldSuggestionView {
  return {
    value: field.value,
    label: field.value === null ? null : label(field.value),
    confidenceE2: Math.round(field.confidence * 10_000),
    // What a person chose carries no bin: nothing was asked.
    band: field.bin === null && field.confidence === 1 ? "decided" : field.byDefault === true ? BY_DEFAULT : BANDS[field.band],
    abstained: field.abstained,
    alternatives: field.alternatives.map(({ value, confidence }) => ({ value, label: label(value), confidenceE2: Math.round(confidence * 10_000) })),
    reasons: field.reasons.map(({ text, count, of }) => ({ text, count, of })),
    agreeCount: field.agree.count,
    ofCount: field.agree.of,
    evidence: field.evidence.filter((id) => context.earlier.has(id)),
    counterExample: field.counterExample === null ? null : (evidenceView(field.counterExample, context) ?? null),
    wouldChange: field.wouldChange,
  };
}

export function evidenceView(lineId: string, { names, shortCode, earlier, xeroIdOf }: Pick<SuggestionContext, "names" | "shortCode" | "earlier" | "xeroIdOf">): EvidenceLineView | undefined {
  const found = earlier.get(lineId);
  if (found === undefined) return undefined;
  const { document, line } = found;
  return {
    lineId,
    date: document.body.date,
    supplier: names.record(document.body.contactId),
    description: line.description,
    amountMinor: netMinor(document, line),
    currency: document.body.currency,
    account: line.accountCode === null ? null : names.account(line.accountCode),
    tax: line.taxType === null ? null : names.tax(line.taxType),
    project: line.projectId === null ? null : names.record(line.projectId),
    href: xeroHref(shortCode, document.kind, xeroIdOf(document.id)),
  };
}

/** The margin with this cost on the project, as if the bill were approved now. */
function impactOf(projectId: string, costMinor: number | null, { figuresOf }: SuggestionContext): LineSuggestionView["impact"] {
  const figures = figuresOf(projectId);
  if (figures === undefined || costMinor === null) return null;
  return {
    projectName: figures.name,
    marginBeforeE2: figures.marginE2,
    marginAfterE2: shareE2(figures.marginMinor - costMinor, figures.invoicedMinor),
    budgetUsedE2: shareE2(figures.labourMinor + figures.otherCostsMinor + costMinor, figures.budgetMinor),
  };
}

/** Null while the document's rate is not known. */
function homeMinor(document: Purchase, line: Line, currency: string): number | null {
  return toHome(netMinor(document, line), document.body.currency, document.body.currencyRateE6, currency);
}

function netMinor(document: Purchase, line: Line): number {
  return document.body.lineAmountTypes === "inclusive" ? line.amountMinor - line.taxMinor : line.amountMinor;
}
