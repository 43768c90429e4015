import type { Json } from "../../shared/merge/groups.ts";
import { groupValue } from "../../shared/merge/recordGroups.ts";
import { withProject } from "../../shared/planning/projectTracking.ts";
import type { Document } from "../../shared/records/document.ts";
import type { CodingRequest, ConflictRequest, Engine, ProposalRequest, RecordRequest } from "../http/engine.ts";
import type { Ports } from "../ports.ts";
import { type Answer, decided, refused } from "./decided.ts";
import { decideContact } from "./decideContact.ts";
import { eraseValues } from "./eraseValues.ts";
import type { LinkedState } from "./linkedState.ts";
import { differingGroups, stateOfRecord, takingXero, xeroBodyOf } from "./people.ts";
import { overXero } from "./overXero.ts";
import { rebuild, verifyAudit } from "./rebuild.ts";
import { projectOptions } from "./projectOptions.ts";
import { openRun, type Run } from "./run.ts";
import { saveRecord } from "./saveRecord.ts";
import { splitLine } from "./splitLine.ts";
import { undoCoding } from "./undoCoding.ts";
import { unknownReference } from "./unknownReference.ts";
import { withGroupValue } from "./withGroupValue.ts";

/** What people and project tools may ask of the engine; each request opens its own short run, without a lease, guarded by versions. */
export function createEngine(ports: Ports, wake: (organisationId: string) => Promise<void>): Engine {
  return {
    saveRecord: async (request) => {
      const run = await openRun(ports, request.organisationId, null);
      if (run === null) return refused("not_found", "There is no such organisation.");
      const saved = await saveRecord(run, request);
      if (saved.ok) await wake(request.organisationId);
      return saved;
    },
    applyCoding: (request) => onRecord(ports, request, wake, (run, state) => applyCoding(run, state, request)),
    undoCoding: (request) => onRecord(ports, request, wake, (run, state) => undoCoding(run, state, request)),
    splitLine: (request) => onRecord(ports, request, wake, (run, state) => splitLine(run, state, request)),
    resolveConflict: async (request) => {
      const [conflicts] = await ports.store.read({ from: "conflict", where: { organisationId: request.organisationId, id: request.conflictId, resolvedAt: null }, limit: 1 });
      const conflict = conflicts[0];
      if (conflict === undefined) return refused("not_found", "This conflict is not open any more.");
      return onRecord(ports, { ...request, recordId: conflict.recordId }, wake, (run, state) => resolveConflict(run, state, request, conflict.fieldGroup));
    },
    decideProposal: async (request) => {
      const [proposals] = await ports.store.read({ from: "proposal", where: { organisationId: request.organisationId, id: request.proposalId, decidedAt: null }, limit: 1 });
      const proposal = proposals[0];
      if (proposal === undefined) return refused("not_found", "This proposal is not open any more.");
      return onRecord(ports, { ...request, recordId: proposal.recordId }, wake, (run, state) => decideProposal(run, state, request, proposal.fieldGroup));
    },
    retry: (request) => onRecord(ports, request, wake, (run, state) => decided(run, state, { body: state.body!, over: new Map(), actor: request.actor, cause: "retry" })),
    decideContact: (request) => onRecord(ports, request, wake, (run, state) => decideContact(run, state, request)),
    verifyAudit: (organisationId) => verifyAudit(ports, organisationId),
    rebuild: (organisationId, recordId, at) => rebuild(ports, organisationId, recordId, at),
    erase: async ({ organisationId, recordId, actor }) => {
      const erased = await eraseValues(ports, organisationId, recordId, actor);
      return erased === null ? refused("not_possible_now", "The organisation is busy; try again in a moment.") : { ok: true, value: { erased } };
    },
    giveUp: (request) =>
      onRecord(ports, request, wake, async (run, state) => {
        const xero = await xeroBodyOf(run, state);
        if (xero === null) return refused("not_possible_now", "It is not in Xero, so there is nothing to go back to.");
        const body = takingXero(state, xero, differingGroups(state, xero));
        return decided(run, state, { body, over: new Map(), actor: request.actor, cause: "give-up" });
      }),
  };
}

/** Opens the record's link; what does not belong to the organisation is not found. */
async function onRecord(
  ports: Ports,
  request: RecordRequest,
  wake: (organisationId: string) => Promise<void>,
  act: (run: Run, state: LinkedState) => Promise<Answer>,
): Promise<Answer> {
  const run = await openRun(ports, request.organisationId, null);
  const state = run === null ? null : await stateOfRecord(run, request.recordId);
  if (run === null || state === null || state.body === null) return refused("not_found", "There is no such record in this organisation.");
  const answer = await act(run, state);
  if (answer.ok) await wake(request.organisationId);
  return answer;
}

async function applyCoding(run: Run, state: LinkedState, request: CodingRequest): Promise<Answer> {
  if (state.kind !== "bill" && state.kind !== "bank_transaction" && state.kind !== "credit_note")
    return refused("not_possible_now", "Only costs can be coded.");
  const before = state.body as Document;
  const wanted = new Map(request.lines.map((line) => [line.lineId, line]));
  for (const id of wanted.keys()) if (!before.lines.some((line) => line.id === id)) return refused("not_found", `The bill has no line ${id} any more.`);
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
  const unknown = unknownReference(run, state.kind, body, null);
  if (unknown !== null) return { ok: false, refusal: unknown };
  const over = await overXero(run, { ...state, body }, new Set(wanted.keys()));
  return decided(run, state, { body, over, actor: request.actor, cause: request.cause ?? "coding", confirms: new Set(wanted.keys()) });
}

async function resolveConflict(run: Run, state: LinkedState, request: ConflictRequest, group: string): Promise<Answer> {
  // Another tab may have decided it since it was found.
  if (!state.conflicts.some(({ id }) => id === request.conflictId)) return refused("not_possible_now", "Somebody has decided this already.");
  const xero = await xeroBodyOf(run, state);
  if (xero === null) return refused("not_possible_now", "Xero's side is not known yet.");
  const theirs = groupValue(state.kind, group, xero);
  const choice = request.choice;
  const mixed = (value: Json) => withGroupValue({ kind: state.kind, group, body: state.body!, xero }, value);
  const body = choice === "xero" ? takingXero(state, xero, [group]) : choice === "ours" ? state.body! : mixed(choice.value);
  const now = run.now();
  return decided(run, state, {
    body, actor: request.actor, cause: "conflict",
    over: choice === "xero" ? new Map() : new Map([[group, theirs as Json]]),
    with: [{
      update: "conflict", where: { organisationId: request.organisationId, id: request.conflictId },
      set: { resolvedAt: now, resolution: typeof choice === "string" ? choice : "mixed", resolvedBy: request.actor },
    }],
  });
}

async function decideProposal(run: Run, state: LinkedState, request: ProposalRequest, group: string): Promise<Answer> {
  if (!state.proposals.some(({ id }) => id === request.proposalId)) return refused("not_possible_now", "Somebody has decided this already.");
  const xero = await xeroBodyOf(run, state);
  if (xero === null) return refused("not_possible_now", "Xero's side is not known yet.");
  const applied = request.decision === "apply";
  return decided(run, state, {
    body: applied ? state.body! : takingXero(state, xero, [group]),
    over: applied ? new Map([[group, groupValue(state.kind, group, xero) as Json]]) : new Map(),
    actor: request.actor, cause: "proposal",
    with: [{
      update: "proposal", where: { organisationId: request.organisationId, id: request.proposalId },
      set: { decidedAt: run.now(), decision: applied ? "applied" : "declined", decidedBy: request.actor },
    }],
  });
}
