import { equalGroup } from "../merge/recordGroups.ts";
import type { Document, Line } from "../records/document.ts";
import { type AnswerSides, alignAnswer } from "./alignAnswer.ts";
import type { SettleInput } from "./settle.ts";

/**
 * Whether Xero, read after an update whose answer never came, shows what was sent: then the update was written, and this is its answer. Each
 * group that was sent is compared; of money what was asked for which price, because Xero computes the sums and may have moved them by a cent.
 */
export function showsPush(input: Pick<SettleInput, "kind" | "ours" | "push" | "answer" | "base">): boolean {
  const sides = alignAnswer(input);
  return input.push.groups.every(({ group }) => equalGroup(input.kind, group, sides.sent, sides.answer) || (group === "money" && samePrices(sides)));
}

const PRICE = ["quantityE4", "unitAmountE4", "discountRateE4", "discountMinor", "taxType", "itemCode"] as const satisfies readonly (keyof Line)[];
const CURRENCY = ["lineAmountTypes", "currency", "currencyRateE6"] as const satisfies readonly (keyof Document)[];

function samePrices({ sent, answer }: AnswerSides): boolean {
  const [asked, shown] = [sent as Document, answer as Document];
  if (asked.lines.length !== shown.lines.length || CURRENCY.some((field) => asked[field] !== shown[field])) return false;
  const byId = new Map(shown.lines.map((line) => [line.id, line]));
  return asked.lines.every((line) => PRICE.every((field) => byId.get(line.id)?.[field] === line[field]));
}
