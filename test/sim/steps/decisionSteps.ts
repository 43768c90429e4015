import { SYNCED_KINDS } from "../../../shared/records/kinds.ts";
import { PAT } from "./ours.ts";
import { anOrganisation, anyOf, chosen, step, type StepKind } from "./step.ts";

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);

/** What people decide: conflicts, proposals, what to do with what waits or was refused. */
export const DECISION_STEPS: Readonly<Record<string, StepKind>> = {
  "decide a conflict": step({
    side: "nobody",
    draw: (dice) => ({ org: anOrganisation(dice), which: anyOf(dice), choice: dice.pick(["ours", "xero"]) }),
    run: async (world, { org, which, choice }) => {
      const { id: organisationId } = world.organisations[org]!;
      const conflict = chosen((await world.rows(organisationId, "conflict", { resolvedAt: null })).toSorted(byId), which);
      if (conflict === null) return;
      world.decided.add(conflict.recordId);
      await world.request(organisationId, (engine) => engine.resolveConflict({ organisationId, conflictId: conflict.id, choice: choice as "ours" | "xero", actor: PAT }));
    },
  }),
  "decide a proposal": step({
    side: "nobody",
    draw: (dice) => ({ org: anOrganisation(dice), which: anyOf(dice), apply: dice.chance(60) }),
    run: async (world, { org, which, apply }) => {
      const { id: organisationId } = world.organisations[org]!;
      const proposal = chosen((await world.rows(organisationId, "proposal", { decidedAt: null })).toSorted(byId), which);
      if (proposal === null) return;
      world.decided.add(proposal.recordId);
      await world.request(organisationId, (engine) => engine.decideProposal({ organisationId, proposalId: proposal.id, decision: apply ? "apply" : "decline", actor: PAT }));
    },
  }),
  "retry or give up": step({
    side: "nobody",
    draw: (dice) => ({ org: anOrganisation(dice), which: anyOf(dice), giveUp: dice.chance(40) }),
    run: async (world, { org, which, giveUp }) => {
      const { id: organisationId } = world.organisations[org]!;
      const stuck = (await world.rows(organisationId, "link", { state: { in: ["waiting", "refused", "pending"] }, kind: { in: SYNCED_KINDS } })).toSorted(byId);
      const link = chosen(stuck, which);
      if (link === null) return;
      world.decided.add(link.recordId);
      const request = { organisationId, recordId: link.recordId, actor: PAT };
      const code = (link.reason as { code?: string } | null)?.code;
      // What a person is offered depends on what it waits for.
      await world.request(organisationId, (engine) => {
        if (giveUp) return engine.giveUp(request);
        if (code === "number_taken") return engine.takeNextNumber(request);
        return code === "bill_twice" || code === "bill_twice_in_xero" ? engine.sendAnyway(request) : engine.retry(request);
      });
    },
  }),
};
