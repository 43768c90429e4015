import type { DocumentKind } from "../../../shared/records/kinds.ts";
import type { Contact } from "../../../shared/records/contact.ts";
import type { Document, Line } from "../../../shared/records/document.ts";
import type { Project } from "../../../shared/records/project.ts";
import type { SimOrganisation, SimWorld } from "../world/simWorld.ts";
import { aDocument, aLine, totalled, withFirstLine } from "./documents.ts";
import { oneOfOurs, recordsOf, save } from "./ours.ts";
import { aNewId, anOrganisation, anyOf, chosen, idOf, step, type StepKind } from "./step.ts";

type Coding = { accountCode: string; taxType: string };
const CODING: Readonly<Record<Document["side"], readonly Coding[]>> = {
  sales: [{ accountCode: "200", taxType: "OUTPUT" }, { accountCode: "260", taxType: "OUTPUT" }, { accountCode: "220", taxType: "EXEMPTEXPORT" }],
  purchases: [{ accountCode: "429", taxType: "INPUT" }, { accountCode: "400", taxType: "INPUT" }, { accountCode: "404", taxType: "EXEMPTEXPENSES" }],
};
const KINDS = ["invoice", "invoice", "invoice", "bill", "bill", "credit_note", "quote"] as const satisfies readonly DocumentKind[];
const EDITED = ["invoice", "bill", "credit_note", "quote"] as const satisfies readonly DocumentKind[];
const sideOf = (kind: string): Document["side"] => (kind === "bill" ? "purchases" : "sales");

/** A project of ours, or none. */
async function aProject(world: SimWorld, organisation: SimOrganisation, which: number): Promise<string | null> {
  return which % 3 === 0 ? null : ((await oneOfOurs<Project>(world, organisation, "project", which))?.row.id ?? null);
}

interface Edit {
  which: number;
  value: number;
  projectId: string | null;
  /** Prices are multiples of it, ten-thousandths. */
  grainE4: number;
}

const isOpen = (document: Document): boolean => !["voided", "deleted", "paid", "invoiced"].includes(document.status);

/** What a person may change in a document, by name. */
const EDITS: Readonly<Record<string, (document: Document, edit: Edit) => Document>> = {
  reference: (document, { value }) => ({ ...document, reference: `ours ${value}` }),
  quantity: (document, { value }) => withFirstLine(document, { quantityE4: (1 + (value % 50)) * 10_000 }),
  price: (document, { value, grainE4 }) => withFirstLine(document, { unitAmountE4: 10_000 + Math.round((value * 1_234) / grainE4) * grainE4 }),
  text: (document, { value }) => withFirstLine(document, { description: `Design ${value}` }),
  coding: (document, { value }) => withFirstLine(document, CODING[document.side][value % 3]!),
  "due date": (document, { value }) => ({ ...document, dueDate: `2026-12-${10 + (value % 20)}` }),
  "add a line": (document, { value, projectId }) => totalled({ ...document, lines: [...document.lines, aLine({ id: `l${value}`, quantity: 1 + (value % 5), ...CODING[document.side][0]!, projectId })] }),
  "drop a line": (document, { which }) => (document.lines.length < 2 ? document : totalled({ ...document, lines: document.lines.filter((_, index) => index !== which % document.lines.length) })),
  project: (document, { projectId }) => withFirstLine(document, { projectId }),
  approve: (document) => (["draft", "submitted"].includes(document.status) ? { ...document, status: "authorised" } : document),
  remove: (document) => ({ ...document, status: document.status === "authorised" ? "voided" : "deleted" }),
};
const EDIT_NAMES = ["reference", "reference", "quantity", "quantity", "price", "text", "coding", "due date", "add a line", "drop a line", "project", "approve", "approve", "remove"];
/** A quote is sent and accepted, not approved. */
const QUOTE_STATUS = ["sent", "accepted", "declined"] as const;

/** What people do with quotes, invoices, bills and credit notes on our side. */
export const DOCUMENT_STEPS: Readonly<Record<string, StepKind>> = {
  "new document here": step({
    side: "ours",
    draw: (dice) => ({ org: anOrganisation(dice), id: aNewId(dice), kind: dice.pick<string>(KINDS), client: anyOf(dice), lines: 1 + dice.below(3), quantity: 1 + dice.below(9), approved: dice.chance(50), project: anyOf(dice) }),
    run: async (world, params) => {
      const organisation = world.organisations[params.org]!;
      const client = await oneOfOurs<Contact>(world, organisation, "contact", params.client, (body) => body.status === "active");
      if (client === null) return;
      const projectId = await aProject(world, organisation, params.project);
      const side = sideOf(params.kind);
      const lines: Line[] = Array.from({ length: params.lines }, (_, index) => aLine({ id: `l${index}`, quantity: params.quantity + index, ...CODING[side][index % 3]!, projectId: index === 0 ? projectId : null }));
      const isQuote = params.kind === "quote";
      const body = aDocument(side, client.row.id, lines, {
        status: params.approved && !isQuote ? "authorised" : "draft",
        // Some clients are abroad; now and then Xero is left to choose the rate.
        ...(params.client % 4 === 3 ? { currency: "USD", currencyRateE6: params.quantity % 2 === 0 ? null : 400_000 + params.quantity * 50_000 } : {}),
        ...(params.kind === "credit_note" ? { dueDate: null } : {}),
        ...(isQuote ? { title: "Work", number: `QU-${params.id}` } : {}),
        // Suppliers' numbers are short now and then, and meet again.
        ...(params.kind === "bill" ? { number: params.quantity === 9 ? "S-1" : `S-${params.id}` } : {}),
      });
      await save(world, organisation, { kind: params.kind as DocumentKind, id: idOf(params.id), body });
    },
  }),
  "edit document here": step({
    side: "ours",
    draw: (dice) => ({ org: anOrganisation(dice), which: anyOf(dice), edit: dice.pick(EDIT_NAMES), value: dice.below(900), project: anyOf(dice) }),
    run: async (world, { org, which, edit, value, project, ...aimed }) => {
      const organisation = world.organisations[org]!;
      const { kind: only } = aimed as { kind?: string };
      const all = (await Promise.all(EDITED.filter((one) => only === undefined || one === only).map((kind) => recordsOf(world, organisation, kind)))).flat().map((row) => ({ row, body: JSON.parse(row.body) as Document }));
      const one = chosen(all.filter(({ body }) => isOpen(body)), which);
      if (one === null) return;
      const kind = one.row.kind as DocumentKind;
      const projectId = await aProject(world, organisation, project);
      const body = kind === "quote" && edit === "approve" ? { ...one.body, status: QUOTE_STATUS[value % 3]! } : EDITS[edit]!(one.body, { which, value, projectId, grainE4: kind === "quote" ? 100 : 1 });
      await save(world, organisation, { kind, id: one.row.id, body, before: one.row });
    },
  }),
};
