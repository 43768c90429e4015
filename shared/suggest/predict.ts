import { answer } from "./answer.ts";
import type { Answer, TaskWeights } from "./answer.ts";
import type { Chart } from "./chart.ts";
import type { Option } from "./evidence.ts";
import { LineMemory } from "./lineMemory.ts";
import { prepare } from "./prepare.ts";
import { reasons } from "./reasons.ts";
import { bandOf, shippedThresholds } from "./thresholds.ts";
import type { Thresholds } from "./thresholds.ts";
import type { Coding, FieldSuggestion, Memory, Neighbour, SuggestLine, Target } from "./types.ts";
import { weights as shippedWeights } from "./weights.ts";

/** Constants per question: a field from nothing, or from another field that is decided. */
export type Weights = Readonly<Record<"account" | "account|project" | "project" | "project|account" | "tax|account", TaskWeights>>;

export interface PredictOptions {
  readonly thresholds?: Thresholds;
  readonly weights?: Weights;
}

export interface LineSuggestion {
  readonly account: FieldSuggestion;
  readonly tax: FieldSuggestion;
  readonly project: FieldSuggestion;
}

/**
 * Account, project and tax of one line. Decided fields (given on the line) are returned as they are and re-score the others;
 * tax is chosen among what the account, decided or suggested, allows. Pure: the same line, memory and chart give the same answer.
 */
export function predict(line: SuggestLine, memory: Memory, chart: Chart, options: PredictOptions = {}): LineSuggestion {
  const weights = options.weights ?? shippedWeights;
  const thresholds = options.thresholds ?? shippedThresholds;
  const about = new LineMemory(prepare(line), memory);
  const given: Partial<Coding> = {
    ...(line.accountCode != null && { account: line.accountCode }),
    ...(line.taxType != null && { tax: line.taxType }),
    ...(line.projectId != null && { project: line.projectId }),
  };
  const ask = (target: Target, choices: readonly Option[], known: Partial<Coding>, constants: TaskWeights): FieldSuggestion => {
    const decided = given[target];
    if (decided !== undefined) return settled(target, decided);
    const active = target === "project" ? chart.activeProjects : undefined;
    const found = memory.sequence === 0 ? null : answer({ target, given: known, line: about, options: choices }, constants, active);
    return describe({ target, found, known, line: about, thresholds });
  };
  const only = (...targets: Target[]): Partial<Coding> => Object.fromEntries(targets.filter((target) => given[target] !== undefined).map((target) => [target, given[target]]));
  const project = ask("project", chart.projects, only("account"), given.account === undefined ? weights.project : weights["project|account"]);
  const account = ask("account", chart.accounts, only("project"), given.project === undefined ? weights.account : weights["account|project"]);
  const code = account.value ?? account.alternatives[0]?.value;
  const allowed = code === undefined ? undefined : chart.account.get(code)?.allowedTaxTypes;
  const rates = allowed === undefined ? chart.taxRates : chart.taxRates.filter((rate) => allowed.includes(rate.value));
  const tax = ask("tax", rates, code === undefined ? {} : { account: code }, weights["tax|account"]);
  const standard = code === undefined ? null : (chart.account.get(code)?.defaultTaxType ?? null);
  return { account, tax: withDefault(tax, { standard, rates, account, line: about }), project };
}

/** A person's own choice: nothing to suggest. */
function settled(target: Target, value: string): FieldSuggestion {
  return {
    target, value, confidence: 1, band: "high", bin: null, abstained: null, alternatives: [], reasons: [], evidence: [], agree: { count: 0, of: 0 },
    counterExample: null, wouldChange: "Already decided.",
  };
}

interface Default {
  /** Of the account; null where it has none. */
  readonly standard: string | null;
  readonly rates: readonly Option[];
  readonly account: FieldSuggestion;
  readonly line: LineMemory;
}

/** An account never used before has no history of taxes; then its own default tax stands in, as sure as the account is. */
function withDefault(tax: FieldSuggestion, { standard, rates, account, line }: Default): FieldSuggestion {
  if (tax.value !== null || standard === null || account.value === null || !rates.some((rate) => rate.value === standard)) return tax;
  const text = "Xero’s default tax rate of the account: no earlier line tells";
  const confidence = Math.max(tax.confidence, account.confidence * 0.8);
  // What was counted for the rate that did not suffice is not said of this one.
  const alternatives = tax.alternatives.filter(({ value }) => value !== standard);
  return { ...tax, ...spokenFor("tax", standard, line), value: standard, confidence, band: "low", byDefault: true, abstained: null, alternatives, reasons: [{ text, count: 1, of: 1 }] };
}

interface Described {
  readonly target: Target;
  readonly found: Answer | null;
  readonly known: Partial<Coding>;
  readonly line: LineMemory;
  readonly thresholds: Thresholds;
}

const fieldNames: Readonly<Record<Target, string>> = { account: "account", tax: "tax rate", project: "project" };
const EVIDENCE_CAP = 10;

function describe({ target, found, known, line, thresholds }: Described): FieldSuggestion {
  const first = found?.ranked[0];
  if (found === null || first === undefined) {
    const why = line.memory.sequence === 0 ? "These books have no confirmed lines yet." : `There is no active ${fieldNames[target]} to choose from.`;
    return { target, value: null, confidence: 0, band: "none", bin: null, abstained: why, alternatives: [], reasons: [], evidence: [], agree: { count: 0, of: 0 }, counterExample: null, wouldChange: "Code this line yourself: it counts at once." };
  }
  const band = bandOf(found.confidence, thresholds);
  const shown = band !== "none";
  const rest = Math.max(1e-9, 1 - first.probability);
  // What is left of the doubt goes to the others by their shares; none of them is said to be surer than the one before it.
  const others = found.ranked.slice(1, 4).map(({ value, probability }) => ({ value, confidence: Math.min(found.confidence, ((1 - found.confidence) * probability) / rest) }));
  const alternatives = shown ? others : [{ value: first.value, confidence: found.confidence }, ...others.slice(0, 2)];
  return {
    target, value: shown ? first.value : null, confidence: found.confidence, band, bin: found.bin, ...(found.told !== undefined && { told: found.told }),
    abstained: shown ? null : whyNot(target, line.memory, thresholds),
    alternatives,
    reasons: reasons({ target, value: first.value, given: known, line }),
    ...spokenFor(target, first.value, line),
  };
}

/** Which of the supplier's lines carry a value, and the one that speaks most against it. */
function spokenFor(target: Target, value: string, line: LineMemory): Pick<FieldSuggestion, "evidence" | "agree" | "counterExample" | "wouldChange"> {
  const { neighbours } = line.memory;
  const values = line.valuesOf(target);
  const agreeing = neighbours.filter((_, n) => values[n] === value);
  const counter = nearestOther(target, value, line);
  return {
    evidence: agreeing.slice(0, EVIDENCE_CAP).map(({ lineId }) => lineId),
    agree: { count: agreeing.length, of: neighbours.length },
    counterExample: counter?.lineId ?? null,
    wouldChange: wouldChange(target, neighbours.length, agreeing.length, counter !== undefined),
  };
}

function whyNot(target: Target, memory: Memory, thresholds: Thresholds): string {
  const limit = Math.round(thresholds.low * 100);
  if (memory.neighbours.length === 0) return `Nothing was bought from this supplier before, and its words do not settle it (below ${limit} %).`;
  // Of the lines that the card shows beside it, so that whoever counts them finds as many.
  const values = new Set(memory.neighbours.map((earlier) => earlier[target])).size;
  return values > 1 ? `Earlier lines of this supplier point in ${values} directions (below ${limit} %).` : `Earlier lines do not settle it (below ${limit} %).`;
}

function wouldChange(target: Target, of: number, agree: number, counter: boolean): string {
  const field = fieldNames[target];
  if (of === 0) return `The first line of this supplier that you code: from then on its own ${field} leads.`;
  if (!counter) return `A different ${field} on this supplier’s next lines. None of the last ${of} had one.`;
  return `Wording or an amount closer to the ${of - agree} of ${of} lines that had another ${field}.`;
}

/** The line most like this one among those coded otherwise: near in amount, with common words, newest first among equals. */
function nearestOther(target: Target, value: string, line: LineMemory): Neighbour | undefined {
  const { memory: { neighbours }, likenesses } = line;
  const values = line.valuesOf(target);
  let best: Neighbour | undefined;
  let most = -Infinity;
  for (let n = 0; n < likenesses.length; n++) {
    const like = likenesses[n];
    if (like === undefined || values[n] === value || like.common - like.distance <= most) continue;
    most = like.common - like.distance;
    best = neighbours[n];
  }
  return best;
}
