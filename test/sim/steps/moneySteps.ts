import type { Document } from "../../../shared/records/document.ts";
import type { Payment } from "../../../shared/records/payment.ts";
import type { RecordKind } from "../../../shared/records/kinds.ts";
import { oneOfOurs, PAT, save } from "./ours.ts";
import { aNewId, anOrganisation, anyOf, chosen, idOf, step, type StepKind } from "./step.ts";

const CREDITS = ["credit_note", "credit_note", "overpayment", "prepayment"] as const satisfies readonly RecordKind[];

/** What people do with money on our side: receipts, credits, the coding of costs. */
export const MONEY_STEPS: Readonly<Record<string, StepKind>> = {
  "payment here": step({
    side: "ours",
    draw: (dice) => ({ org: anOrganisation(dice), id: aNewId(dice), kind: dice.pick(["invoice", "invoice", "bill"]), which: anyOf(dice), hundreds: 1 + dice.below(50), how: dice.pick(["account", "card", "cash"]) }),
    run: async (world, { org, id, kind, which, hundreds, how }) => {
      const organisation = world.organisations[org]!;
      const paid = await oneOfOurs<Document>(world, organisation, kind as RecordKind, which, (body) => body.status === "authorised");
      if (paid === null) return;
      const bank = [...organisation.books.accounts.values()].find((account) => account.type === "BANK")!;
      const body: Payment = {
        documentId: paid.row.id, accountId: how === "account" ? bank.id : null, method: how === "account" ? null : how, date: "2026-11-22", amountMinor: hundreds * 100, currency: paid.body.currency,
        currencyRateE6: paid.body.currency === "AUD" || hundreds % 2 === 0 ? null : 400_000 + hundreds * 10_000, reference: `p${id}`, status: "authorised", isReconciled: false,
      };
      await save(world, organisation, { kind: "payment", id: idOf(id), body });
    },
  }),
  "change payment here": step({
    side: "ours",
    draw: (dice) => ({ org: anOrganisation(dice), which: anyOf(dice), hundreds: dice.below(30) }),
    run: async (world, { org, which, hundreds }) => {
      const one = await oneOfOurs<Payment>(world, world.organisations[org]!, "payment", which, (body) => body.status === "authorised");
      if (one === null) return;
      const body: Payment = hundreds < 12 ? { ...one.body, status: "deleted" } : { ...one.body, amountMinor: hundreds * 100 };
      await save(world, world.organisations[org]!, { kind: "payment", id: one.row.id, body, before: one.row });
    },
  }),
  "allocate here": step({
    side: "ours",
    draw: (dice) => ({ org: anOrganisation(dice), kind: dice.pick<string>(CREDITS), which: anyOf(dice), to: anyOf(dice), hundreds: 1 + dice.below(40), back: dice.chance(25) }),
    run: async (world, { org, kind, which, to, hundreds, back }) => {
      const organisation = world.organisations[org]!;
      const credit = await oneOfOurs<Document>(world, organisation, kind as RecordKind, which, (body) => body.status === "authorised");
      if (credit === null) return;
      const { allocations } = credit.body;
      const invoice = await oneOfOurs<Document>(world, organisation, credit.body.side === "sales" ? "invoice" : "bill", to, (body) => body.status === "authorised");
      if (invoice === null && !back) return;
      const next = back ? allocations.slice(1) : [...allocations, { xeroId: null, documentId: invoice!.row.id, amountMinor: hundreds * 100, date: "2026-11-21" }];
      if (next.length !== allocations.length) await save(world, organisation, { kind: kind as RecordKind, id: credit.row.id, body: { ...credit.body, allocations: next }, before: credit.row });
    },
  }),
  "code a cost here": step({
    side: "ours",
    draw: (dice) => ({ org: anOrganisation(dice), kind: dice.pick(["bill", "bill", "bank_transaction"]), which: anyOf(dice), account: dice.pick(["429", "400", "441", "453"]), project: anyOf(dice) }),
    run: async (world, { org, kind, which, account, project }) => {
      const organisation = world.organisations[org]!;
      const one = await oneOfOurs<Document>(world, organisation, kind as RecordKind, which, (body) => !["voided", "deleted"].includes(body.status));
      const projects = await world.rows(organisation.id, "record", { kind: "project" });
      if (one === null || one.body.side !== "purchases") return;
      const lines = one.body.lines.slice(0, 2).map((line) => ({ lineId: line.id, accountCode: account, projectId: chosen(projects, project)?.id ?? null, feedback: "corrected" as const }));
      const answer = await world.request(organisation.id, (engine) => engine.applyCoding({ organisationId: organisation.id, recordId: one.row.id, actor: PAT, lines }));
      if (answer?.ok === true) world.edits.ours += 1;
    },
  }),
};
