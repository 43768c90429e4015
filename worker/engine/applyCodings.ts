import { withProject } from "../../shared/planning/projectTracking.ts";
import type { Document, Line } from "../../shared/records/document.ts";
import type { CodingRequest } from "../http/engine.ts";
import { type Answer, decidedTogether, onItsWay, refused } from "./decided.ts";
import { dividedSince } from "./dividedSince.ts";
import type { LinkedState } from "./linkedState.ts";
import { type Known, type Neighbours, readNeighbours } from "./neighbours.ts";
import { overXero } from "./overXero.ts";
import { type Decision, xeroBodyAmong } from "./people.ts";
import { projectOptions } from "./projectOptions.ts";
import type { Run } from "./run.ts";
import { settledTogether } from "./settledTogether.ts";
import { unknownReference } from "./unknownReference.ts";

/** A bookkeeper's coding of costs: our side changes, and what follows goes to Xero at once. @returns an answer each, in order. */
export async function applyCodings(run: Run, asked: readonly { state: LinkedState; request: CodingRequest }[], pointed: Known): Promise<Answer[]> {
  const neighbours = await readNeighbours(run, [], asked.map(({ state }) => state), pointed);
  return settledTogether(asked.map(({ state, request }) => decisionOf(run, state, request, neighbours)), (decisions) => decidedTogether(run, decisions));
}

function decisionOf(run: Run, state: LinkedState, request: CodingRequest, neighbours: Neighbours): Decision | Answer {
  if (state.kind !== "bill" && state.kind !== "bank_transaction" && state.kind !== "credit_note")
    return refused("not_possible_now", "Only costs can be coded.");
  const before = state.body as Document;
  const wanted = new Map(request.lines.map((line) => [line.lineId, line]));
  for (const id of wanted.keys()) if (!before.lines.some((line) => line.id === id)) return refused("not_found", `The bill has no line ${id} any more.`);
  for (const { lineId, amountMinor } of request.lines) {
    const why = amountMinor === undefined ? null : dividedSince(before, { lineId, amountMinor });
    if (why !== null) return why;
  }
  const body: Document = {
    ...before,
    lines: before.lines.map((line) => {
      const chosen = wanted.get(line.id);
      if (chosen === undefined) return line;
      const coded = {
        ...line,
        accountCode: chosen.accountCode === undefined ? line.accountCode : chosen.accountCode,
        taxType: chosen.taxType === undefined ? line.taxType : chosen.taxType,
      };
      // Where projects stand for tracking options, the option goes to Xero with the project.
      return chosen.projectId === undefined || chosen.projectId === line.projectId ? coded : withProject(coded, chosen.projectId, run.rules.projectTrackingCategoryId, projectOptions(run));
    }),
  };
  // Coded so already, and Xero is being told: deciding it once more would set the same values against Xero's answer.
  if (isOnItsWay(state) && body.lines.every((line, index) => isCodedAs(line, before.lines[index]!))) return { ok: true, value: { outcome: "queued", sentence: onItsWay(run) } };
  const unknown = unknownReference(run, state.kind, body, null);
  if (unknown !== null) return { ok: false, refusal: unknown };
  const lineIds = new Set(wanted.keys());
  const after = { ...state, body };
  const over = overXero(after, xeroBodyAmong(run, after, neighbours), lineIds);
  return { state, body, over, actor: request.actor, cause: request.cause ?? "coding", confirms: lineIds };
}

const isOnItsWay = ({ intent }: LinkedState): boolean => intent !== null && intent.state !== "ready";

function isCodedAs(line: Line, other: Line): boolean {
  return line.accountCode === other.accountCode && line.taxType === other.taxType && line.projectId === other.projectId;
}
