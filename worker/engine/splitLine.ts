import { withAmounts } from "../../shared/documentAmounts.ts";
import { formatMinor, minorDigits } from "../../shared/money.ts";
import { withProject } from "../../shared/planning/projectTracking.ts";
import { lockedUpTo } from "../../shared/planning/lockedUpTo.ts";
import { isPosted } from "../../shared/planning/recordStatus.ts";
import type { Document, Line } from "../../shared/records/document.ts";
import type { SplitRequest } from "../http/engine.ts";
import { type Answer, decided, refused } from "./decided.ts";
import { dividedAgain } from "./dividedSince.ts";
import type { LinkedState } from "./linkedState.ts";
import { overXero } from "./overXero.ts";
import { stateOfRecord, xeroBodyOf } from "./people.ts";
import { projectOptions } from "./projectOptions.ts";
import { readFresh } from "./readFresh.ts";
import type { Run } from "./run.ts";
import { unknownReference } from "./unknownReference.ts";

const ONE_E4 = 10_000;

/**
 * One line of a bill becomes several. The first keeps our id and Xero's LineItemID, so that what hangs on it stays; the others are new. Their amounts
 * add up to the line's; tax is Xero's own, rounded on each. The bill is read from Xero first: of a line that somebody changed there meanwhile
 * the parts would be half taken. Where Xero cannot be asked, it is divided as it was last seen, and sent later.
 */
export async function splitLine(run: Run, opened: LinkedState, request: SplitRequest): Promise<Answer> {
  if (opened.kind !== "bill") return refused("not_possible_now", "Only a bill can be split.");
  await readFresh(run, [opened]);
  const state = await stateOfRecord(run, request.recordId);
  if (state === null || state.body === null) return refused("not_found", "The record is gone.");
  const before = state.body as Document;
  const line = before.lines.find(({ id }) => id === request.lineId);
  if (line === undefined) return refused("not_found", `The bill has no line ${request.lineId} any more.`, "Open the card again: the bill's lines have changed.");
  const why = whyNotSplit(run, before, line);
  if (why !== null) return why;
  const sum = request.parts.reduce((all, { amountMinor }) => all + amountMinor, 0);
  const divided = dividedAgain(before, { lineId: line.id, amountMinor: sum });
  if (divided !== null) return divided;
  if (sum !== line.amountMinor) return refused("invalid_input", `The parts add up to ${formatMinor(sum, before.currency)}, the line is ${formatMinor(line.amountMinor, before.currency)}.`, "Make the parts add up to the line.");

  const parts = request.parts.map((part, index) => partOf(run, { line, part, index, currency: before.currency }));
  const ids = new Set(parts.map(({ id }) => id));
  const rateE4Of = (taxType: string): number | null => run.settings.taxRates.get(taxType)?.rateE4 ?? null;
  const split = { ...before, lines: before.lines.flatMap((one) => (one === line ? parts : [one])) };
  const body = withAmounts(split, rateE4Of, ({ id }) => ids.has(id));
  const unknown = unknownReference(run, state.kind, body, before);
  if (unknown !== null) return { ok: false, refusal: unknown };
  const after = { ...state, body };
  return decided(run, state, { body, over: overXero(after, await xeroBodyOf(run, after), ids), actor: request.actor, cause: request.cause });
}

/** Why Xero would not let the lines of this bill be changed, before anything is written. */
function whyNotSplit(run: Run, bill: Document, line: Line): ReturnType<typeof refused> | null {
  if (!["draft", "submitted", "authorised"].includes(bill.status) || bill.amountPaidMinor !== 0 || bill.amountCreditedMinor !== 0)
    return refused("not_possible_now", "Xero does not let the lines of a bill be changed once something is paid or credited, or the bill has ended.", "Code the line as a whole.");
  const lock = [run.facts.yearEndLockDate, run.facts.periodLockDate].find((day) => day !== null && bill.date <= day);
  if (lock != null && isPosted("bill", bill)) return refused("not_possible_now", lockedUpTo(lock), "Ask your adviser.");
  if (line.itemCode !== null) return refused("not_possible_now", "The line is an item of Xero's inventory, which is counted in pieces.", "Split it in Xero.");
  return null;
}

interface PartOf {
  line: Line;
  part: SplitRequest["parts"][number];
  index: number;
  currency: string;
}

function partOf(run: Run, { line, part, index, currency }: PartOf): Line {
  const { accountCode, taxType, projectId, amountMinor } = part;
  const coded: Line = {
    ...line,
    ...(index === 0 ? {} : { id: run.ports.ids.uuid(), xeroLineId: null, timeEntryIds: [] }),
    quantityE4: ONE_E4, unitAmountE4: amountMinor * 10 ** (4 - minorDigits(currency)), discountRateE4: null, discountMinor: null, amountMinor, accountCode, taxType,
  };
  return projectId === line.projectId ? coded : withProject(coded, projectId, run.rules.projectTrackingCategoryId, projectOptions(run));
}
