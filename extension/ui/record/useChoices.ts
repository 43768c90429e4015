import { useState } from "react";
import type { LineSuggestionView } from "../../../shared/api/suggestionShapes.ts";
import type { LineView } from "../../../shared/api/views.ts";
import { type Coding, type CodingField, currentCoding, type Decided, sameCoding } from "./coding.ts";

/** A line with what is suggested for it. */
export interface Pair {
  line: LineView;
  suggestion: LineSuggestionView;
}

/** What a person chose for a line and has not applied, and how the line was when he began. */
interface Choice {
  decided: Decided;
  seen: { amountMinor: number; coding: Coding };
  /** Shown on where others coded the line meanwhile, and nothing is suggested any more. */
  suggestion: LineSuggestionView;
}

/** Choices of the card by line. They outlive every look at the bill, whatever it finds. */
export function useChoices() {
  const [choices, setChoices] = useState<Readonly<Record<string, Choice>>>({});
  const decide = ({ line, suggestion }: Pair, field: CodingField, value: string | null): void =>
    setChoices((known) => {
      const before = known[line.id] ?? { decided: {}, seen: { amountMinor: line.amountMinor, coding: currentCoding(line) }, suggestion };
      return { ...known, [line.id]: { ...before, decided: { ...before.decided, [field]: value } } };
    });
  return { choices, decide };
}

/** Whether somebody changed a line since a person began to choose for it; not where it has what he chose. */
export function isChangedSince(choice: Choice | undefined, line: LineView, chosen: Coding): boolean {
  if (choice === undefined || sameCoding(chosen, currentCoding(line))) return false;
  return choice.seen.amountMinor !== line.amountMinor || !sameCoding(choice.seen.coding, currentCoding(line));
}
