import { READING } from "../../../shared/limits.ts";
import type { Contact } from "../../../shared/records/contact.ts";
import type { Document } from "../../../shared/records/document.ts";
import type { Struck } from "../world/breakage.ts";
import type { SimOrganisation, SimWorld } from "../world/simWorld.ts";
import { withFirstLine } from "./documents.ts";
import { activeContactsOf, inXero, saying } from "./inXero.ts";
import { oneOfOurs, save } from "./ours.ts";
import { anyOf, step, type StepKind } from "./step.ts";

type Strike = (struck: Struck, organisation: SimOrganisation) => Promise<unknown>;

/** Strikes one await of the first organisation's work, after `after` of its sort; counted as the kind of fault that it is. */
function arm(world: SimWorld, { kind, at, after }: { kind: string; at: "commit" | "send" | "refresh"; after: number }, strike: Strike): void {
  world.breakage.armed.push({ kind, at, after, strike: (struck) => strike(struck, world.organisations[0]!) });
}

const HOUR_MS = 3_600_000;
const TOKEN_IS_OVER_MS = 31 * 60_000;
/** In a round that has one list to read: its fence, then what the first page brought. */
const FIRST_PAGE = 1;

/** The next round reads this list and no other one. */
async function pollOnly(world: SimWorld, kind: string): Promise<void> {
  const where = { organisationId: world.organisations[0]!.id, lane: "poll" };
  await world.stored.store.commit([], [{ update: "cursor", where, set: { dueAt: world.now() + HOUR_MS } }, { update: "cursor", where: { ...where, kind }, set: { dueAt: 0 } }]);
}

const draftOf = (world: SimWorld, organisation: SimOrganisation, which: number) => oneOfOurs<Document>(world, organisation, "invoice", which, (body) => body.status === "draft");

/** Two of ours, or a person and a round, meet between two given awaits. */
export const RACE_STEPS: Readonly<Record<string, StepKind>> = {
  "poll one list": step({ side: "nobody", draw: (dice) => ({ kind: dice.pick(["contact", "invoice"]) }), run: async (world, { kind }) => pollOnly(world, kind) }),
  "cut short": step({ side: "nobody", draw: () => ({}), run: async (world) => void (await world.round(world.organisations[0]!.id)) }),
  "a page is stored when another writer was faster": step({
    side: "nobody",
    draw: (dice) => ({ kind: dice.pick(["contact", "invoice"]) }),
    run: async (world, { kind }) => {
      await pollOnly(world, kind);
      arm(world, { kind: "d1-constraint", at: "commit", after: FIRST_PAGE }, async () => "stale");
    },
  }),
  "a contact of the first page is touched before the second": step({
    side: "xero",
    draw: (dice) => ({ value: dice.below(900) }),
    run: async (world, { value }) => {
      await pollOnly(world, "contact");
      const [cursor] = await world.rows(world.organisations[0]!.id, "cursor", { kind: "contact", lane: "poll" });
      const since = (cursor?.completedThrough ?? 0) - READING.overlapMs;
      arm(world, { kind: "page-shift", at: "send", after: 1 }, async ({ pass }, organisation) => {
        const [first] = activeContactsOf(organisation).filter(({ updatedAtMs }) => updatedAtMs >= since).toSorted((a, b) => a.updatedAtMs - b.updatedAtMs);
        if (first !== undefined) inXero(world, () => world.sandbox.bookkeeper.editContact({ tenantId: organisation.tenantId, contactId: first.id, changes: { BankAccountDetails: `06-${value}` } as never }));
        return pass();
      });
    },
  }),
  "a client is edited while a page that has it is stored": step({
    side: "ours",
    draw: (dice) => ({ which: anyOf(dice), value: dice.below(900) }),
    run: async (world, { which, value }) => {
      const organisation = world.organisations[0]!;
      const one = await oneOfOurs<Contact>(world, organisation, "contact", which, (body) => body.status === "active");
      const [link] = one === null ? [] : await world.rows(organisation.id, "link", { recordId: one.row.id });
      if (one === null || link?.xeroId == null) return;
      const contactId = link.xeroId;
      // Something that is no concern of ours, so that the page has news and nothing to take over.
      inXero(world, () => world.sandbox.bookkeeper.editContact({ tenantId: organisation.tenantId, contactId, changes: { BankAccountDetails: `06-${value}` } as never }));
      await pollOnly(world, "contact");
      arm(world, { kind: "edit-meanwhile", at: "commit", after: FIRST_PAGE }, async ({ pass }) => {
        const now = await oneOfOurs<Contact>(world, organisation, "contact", which, (body) => body.status === "active");
        if (now !== null) await save(world, organisation, { kind: "contact", id: now.row.id, body: { ...now.body, email: `while${value}@example.com` }, before: now.row });
        return pass();
      });
    },
  }),
  "a draft is edited again while its edit is on its way": step({
    side: "ours",
    draw: (dice) => ({ which: anyOf(dice), quantity: 11 + dice.below(40) }),
    run: async (world, { which, quantity }) => {
      const edit = async (organisation: SimOrganisation, by: number): Promise<void> => {
        const draft = await draftOf(world, organisation, which);
        if (draft !== null) await save(world, organisation, { kind: "invoice", id: draft.row.id, body: withFirstLine(draft.body, { quantityE4: by * 10_000 }), before: draft.row });
      };
      await edit(world.organisations[0]!, quantity);
      // One look before it is written; then the write itself.
      arm(world, { kind: "edit-meanwhile", at: "send", after: 1 }, async ({ pass }, organisation) => (await edit(organisation, quantity + 50), pass()));
    },
  }),
  "a draft is edited in Xero when our edit of it was decided": step({
    side: "ours",
    draw: (dice) => ({ which: anyOf(dice), quantity: 11 + dice.below(40) }),
    run: async (world, { which, quantity }) => {
      const organisation = world.organisations[0]!;
      const draft = await draftOf(world, organisation, which);
      const [link] = draft === null ? [] : await world.rows(organisation.id, "link", { recordId: draft.row.id });
      const invoice = organisation.books.invoices.get(link?.xeroId ?? "");
      if (draft === null || invoice === undefined) return;
      await save(world, organisation, { kind: "invoice", id: draft.row.id, body: withFirstLine(draft.body, { quantityE4: quantity * 10_000 }), before: draft.row });
      const lines = invoice.lines.map((line, index) => ({ LineItemID: line.lineItemId, ...(index === 0 ? { Quantity: quantity + 100 } : {}) }));
      arm(world, { kind: "draft-edited", at: "send", after: 0 }, async ({ pass }) => {
        saying(world, organisation, { xeroId: invoice.id, field: "lines quantity", text: `"Quantity":${quantity + 100}` }, () => world.sandbox.bookkeeper.editInvoiceLines({ tenantId: organisation.tenantId, invoiceId: invoice.id, lines: lines as never }));
        const seen = await pass();
        // What is decided next is decided a second before anything is sent.
        arm(world, { kind: "a second passes", at: "commit", after: 0 }, async (next) => {
          const stored = await next.pass();
          world.clock.advance(1_000);
          return stored;
        });
        return seen;
      });
    },
  }),
  "a refresh that was answered first is kept last": step({
    side: "nobody",
    draw: () => ({ ended: true }),
    run: async (world, { ended }) => {
      // Xero refuses the token; or else our own clock says that it is over.
      if (ended) world.endTokens();
      else world.clock.advance(TOKEN_IS_OVER_MS);
      arm(world, { kind: "refresh-raced", at: "refresh", after: 0 }, async ({ organisationId: xeroUserId, pass }) => {
        const answer = await pass();
        await world.refreshElsewhere(xeroUserId);
        return answer;
      });
    },
  }),
  "merged into a contact that is new": step({
    side: "xero",
    draw: (dice) => ({ which: anyOf(dice), name: dice.below(500) }),
    run: async (world, { which, name }) => {
      const { tenantId } = world.organisations[0]!;
      const [loser] = activeContactsOf(world.organisations[0]!).toReversed().slice(which % 2);
      if (loser === undefined) return;
      const made = inXero(world, () => world.sandbox.bookkeeper.createContact({ tenantId, contact: { Name: `Merged ${name}` } as never }));
      const into = activeContactsOf(world.organisations[0]!).find((one) => one.name === `Merged ${name}`);
      if (made !== null && into !== undefined) inXero(world, () => world.sandbox.bookkeeper.mergeContacts({ tenantId, contactId: loser.id, intoContactId: into.id }));
    },
  }),
};
