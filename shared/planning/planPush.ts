import type { SyncedBody } from "../merge/groups.ts";
import { groupValue, takeGroup } from "../merge/recordGroups.ts";
import type { Document, Line } from "../records/document.ts";
import type { SyncedKind } from "../records/kinds.ts";
import type { Push, PushOperation } from "./actions.ts";
import type { Decided } from "./gate.ts";
import { outgoingDocument } from "./outgoing.ts";
import type { PlanInput } from "./planInput.ts";
import { isLockedByPayments, preflight } from "./preflight.ts";
import type { Reason } from "./reasons.ts";
import { isEnded } from "./recordStatus.ts";
import type { Sides } from "./weigh.ts";

/** The write of the groups that go to Xero, or why it has to wait. Groups that a payment locks wait alone. */
export function planPush(decided: readonly Decided[], sides: Sides, input: PlanInput): { push: Push | null; reason: Reason | null } {
  const wanted = decided.filter((one) => one.outcome === "push");
  if (wanted.length === 0) return { push: null, reason: null };
  const whole = pushOf(wanted, sides, input);
  const problem = check(whole, sides, input);
  if (problem?.code !== "paid_locked") return problem ? { push: null, reason: problem } : { push: whole, reason: null };
  const free = wanted.filter((one) => !isLockedByPayments(input.kind, one.group));
  const part = free.length === 0 ? null : pushOf(free, sides, input);
  return { push: part && check(part, sides, input) === null ? part : null, reason: problem };
}

function check(push: Push, sides: Sides, input: PlanInput): Reason | null {
  const { kind, rules, organisation, references } = input;
  const groups = push.groups.map(({ group }) => group);
  return preflight({ kind, operation: push.operation, body: push.body, groups, xero: sides.xero, rules, organisation, references });
}

type Wanted = Extract<Decided, { outcome: "push" }>;

function pushOf(wanted: readonly Wanted[], sides: Sides, input: PlanInput): Push {
  const { kind, rules, references } = input;
  const ending = isEnded(kind, sides.ours);
  const groups = ending ? wanted.filter((one) => one.group === "status") : wanted;
  let body = sides.xero;
  // "money" comes first in the order of groups: it brings the lines that coding and text go into.
  for (const { group } of groups) body = takeGroup(kind, group, body, sides.ours);
  const carriesLines = groups.some(({ group }) => group === "money");
  if (carriesLines) body = outgoingDocument(body as Document, sides.xero as Document, rules, references);
  if ("lines" in body) body = emptied(body, sides.xero as Document);
  const { operation, status } = ending ? endingOf(kind, sides.xero) : { operation: "update" as PushOperation, status: body.status };
  return {
    type: "push",
    operation,
    body: { ...body, status } as SyncedBody,
    groups: groups.map(({ group, weighed }) => ({
      group,
      value: groupValue(kind, group, sides.ours),
      before: groupValue(kind, group, sides.xero),
      rule: weighed.rule,
    })),
  };
}

/** Drafts are deleted, what is in the ledger is voided, whichever word was used here: Xero knows no other way. */
function endingOf(kind: SyncedKind, xero: SyncedBody): { operation: PushOperation; status: string } {
  const voids = (kind === "invoice" || kind === "bill" || kind === "credit_note") && (xero.status === "authorised" || xero.status === "paid");
  return voids ? { operation: "void", status: "voided" } : { operation: "delete", status: "deleted" };
}


/**
 * What a line leaves out stays as it was in Xero, so an account or a tax rate cannot be taken away from a line: it is sent without its id, and Xero
 * makes it anew without them. Only drafts may have such lines.
 */
function emptied(document: Document, xero: Document): Document {
  const theirs = new Map(xero.lines.map((line) => [line.id, line]));
  const loses = (line: Line): boolean => {
    const was = theirs.get(line.id);
    return was !== undefined && ((line.accountCode === null && was.accountCode !== null) || (line.taxType === null && was.taxType !== null));
  };
  return document.lines.some(loses) ? { ...document, lines: document.lines.map((line) => (loses(line) ? { ...line, xeroLineId: null } : line)) } : document;
}
