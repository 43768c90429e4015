import type { Json } from "../../shared/merge/groups.ts";
import { groupValue } from "../../shared/merge/recordGroups.ts";
import type { Reason } from "../../shared/planning/reasons.ts";
import type { Document } from "../../shared/records/document.ts";
import type { ConflictRequest, Engine, ProposalRequest, RecordRequest } from "../http/engine.ts";
import type { Ports } from "../ports.ts";
import { applyCodings } from "./applyCodings.ts";
import { billsLike, isAskedAbout } from "./billTwice.ts";
import { type Answer, decided, refused } from "./decided.ts";
import { decideContact } from "./decideContact.ts";
import { eraseValues } from "./eraseValues.ts";
import { freeNumber } from "./freeNumber.ts";
import { type LinkedState, linkedStates } from "./linkedState.ts";
import { type Known, pointedAt } from "./neighbours.ts";
import { readNeighbours } from "./neighbours.ts";
import { differingGroups, takingXero, xeroBodyOf } from "./people.ts";
import { rebuild, verifyAudit } from "./rebuild.ts";
import { readTogether } from "./readTogether.ts";
import { opened, type Run } from "./run.ts";
import { aroundSave, saveRecord } from "./saveRecord.ts";
import { settledTogether } from "./settledTogether.ts";
import { splitLine } from "./splitLine.ts";
import { undoCodings } from "./undoCodings.ts";
import { undoSplit } from "./undoSplit.ts";
import { withGroupValue } from "./withGroupValue.ts";

/** What people and project tools may ask of the engine; each request opens its own short run, without a lease, guarded by versions. */
export function createEngine(ports: Ports, wake: (organisationId: string) => Promise<void>): Engine {
  return {
    saveRecord: async (request) => {
      const [run, around] = await readTogether(ports.store, opened(ports, request.organisationId, null), aroundSave(request));
      if (run === null) return refused("not_found", "There is no such organisation.");
      const saved = await saveRecord(run, request, around);
      if (saved.ok) await wake(request.organisationId);
      return saved;
    },
    applyCoding: async (request) => only(await onRecords({ ports, wake, organisationId: request.organisationId }, [request], applyCodings)),
    undoCoding: async (request) => only(await onRecords({ ports, wake, organisationId: request.organisationId }, [request], undoCodings)),
    applyCodings: (organisationId, requests) => onRecords({ ports, organisationId, wake }, requests, applyCodings),
    undoCodings: (organisationId, requests) => onRecords({ ports, organisationId, wake }, requests, undoCodings),
    undoSplit: (request) => onRecord(ports, request, wake, (run, state) => undoSplit(run, state, request)),
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
    takeNextNumber: (request) => onRecord(ports, request, wake, (run, state) => takeNextNumber(run, state, request)),
    sendAnyway: (request) => onRecord(ports, request, wake, (run, state) => sendAnyway(run, state, request)),
    decideContact: (request) => onRecord(ports, request, wake, (run, state) => decideContact(run, state, request)),
    verifyAudit: (organisationId) => verifyAudit(ports, organisationId),
    rebuild: (organisationId, recordId, at) => rebuild(ports, organisationId, recordId, at),
    erase: async (request) => {
      const erased = await eraseValues(ports, request);
      return erased === null ? refused("not_found", "There is no such organisation here.") : { ok: true, value: erased };
    },
    giveUp: (request) =>
      onRecord(ports, request, wake, async (run, state) => {
        const xero = await xeroBodyOf(run, state);
        // The same bill is there already, so what is taken instead of this one is that one.
        if (xero === null && (state.link.reason as Reason | null)?.code === "bill_twice")
          return decided(run, state, { body: { ...(state.body as Document), status: "deleted" }, over: new Map(), actor: request.actor, cause: "give-up" });
        if (xero === null) return refused("not_possible_now", "It is not in Xero, so there is nothing to go back to.");
        const groups = differingGroups(state, xero);
        if (groups.length === 0 && (state.link.reason as Reason | null)?.code === "bill_twice_in_xero")
          return refused("not_possible_now", "Both bills are in Xero, and here as they are there.", "Void one of them in Xero, or say that it is another bill.");
        const body = takingXero(state, xero, groups);
        return decided(run, state, { body, over: new Map(), actor: request.actor, cause: "give-up" });
      }),
  };
}

/** A number that Xero refused because it is taken makes way for the next free one; what was refused is sent with it. */
async function takeNextNumber(run: Run, state: LinkedState, { actor }: RecordRequest): Promise<Answer> {
  const reason = state.link.reason as Reason | null;
  if (state.link.state !== "refused" || reason?.code !== "number_taken") return refused("not_possible_now", "Xero did not refuse its number.");
  const number = await freeNumber(run, state);
  if (number === null) return refused("not_possible_now", "No number after this one is known to be free.", "Save another number.");
  return decided(run, state, { body: { ...(state.body as Document), number }, over: new Map(), actor, cause: "next-number" });
}

/** A person says that a bill is not the one which it looks like. */
async function sendAnyway(run: Run, state: LinkedState, { actor }: RecordRequest): Promise<Answer> {
  const neighbours = await readNeighbours(run, [], [state]);
  const others = isAskedAbout(state) || state.link.xeroId === null ? billsLike(state, neighbours) : [];
  if (others.length === 0) return refused("not_possible_now", "No other bill is taken for this one.");
  const body = state.body as Document;
  const separateFrom = [...(body.separateFrom ?? []), ...others.map(({ id }) => id)];
  return decided(run, state, { body: { ...body, separateFrom }, over: new Map(), actor, cause: "another-bill" });
}

/** Opens the record's link; what does not belong to the organisation is not found. */
async function onRecord(
  ports: Ports,
  request: RecordRequest,
  wake: (organisationId: string) => Promise<void>,
  act: (run: Run, state: LinkedState) => Promise<Answer>,
): Promise<Answer> {
  const [run, [state]] = await readTogether(ports.store, opened(ports, request.organisationId, null), linkedStates(request.organisationId, { where: { recordId: request.recordId }, limit: 1 }));
  if (run === null || state === undefined || state.body === null) return refused("not_found", "There is no such record in this organisation.");
  const answer = await act(run, state);
  if (answer.ok) await wake(request.organisationId);
  return answer;
}

const only = ([answer]: readonly Answer[]): Answer => answer!;

interface Opening {
  ports: Ports;
  organisationId: string;
  wake: (organisationId: string) => Promise<void>;
}

/** The same for several records of one organisation, in one run: what they cost in calls and round trips does not grow with their number. */
async function onRecords<R extends RecordRequest>(
  { ports, organisationId, wake }: Opening,
  requests: readonly Omit<R, "organisationId">[],
  act: (run: Run, asked: readonly { state: LinkedState; request: R }[], pointed: Known) => Promise<Answer[]>,
): Promise<Answer[]> {
  const ids = requests.map(({ recordId }) => recordId);
  const wanted = { where: { recordId: { in: ids } }, limit: ids.length } as const;
  const [run, states, pointed] = await readTogether(ports.store, opened(ports, organisationId, null), linkedStates(organisationId, wanted), pointedAt(organisationId, wanted));
  if (run === null) return requests.map(() => refused("not_found", "There is no such organisation."));
  const stateOf = new Map(states.map((state) => [state.link.recordId, state]));
  const asked = requests.map((request, index): { state: LinkedState; request: R } | Answer => {
    const state = stateOf.get(request.recordId);
    if (ids.indexOf(request.recordId) !== index) return refused("invalid_input", "The record is named twice.");
    if (state === undefined || state.body === null) return refused("not_found", "There is no such record in this organisation.");
    return { state, request: { ...request, organisationId } as R };
  });
  const answers = await settledTogether(asked, (open) => act(run, open, pointed));
  if (answers.some(({ ok }) => ok)) await wake(organisationId);
  return answers;
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
