import { readChart } from "../../shared/suggest/chart.ts";
import { InMemoryHistory } from "../../shared/suggest/inMemoryHistory.ts";
import { type LineSuggestion, predict } from "../../shared/suggest/predict.ts";
import type { Candidates, SuggestLine } from "../../shared/suggest/types.ts";
import type { Account, TaxRate } from "../../shared/records/organisation.ts";
import type { Line } from "../../shared/records/document.ts";
import type { Db } from "../store/open.ts";
import { findRecords, recordsOfKind, type StoredRecord } from "../store/reads/records.ts";
import type { References } from "../store/reads/references.ts";
import { codable } from "./codable.ts";
import { type Purchase, type Suggest, wantsCoding } from "./suggest.ts";

/** Documents of each kind that are counted, newest first: older ones weigh next to nothing after decay. */
const HISTORY_MAX = 1_500;
/** Lines answered in one request; a page of a list never needs more. */
const LINES_MAX = 200;

const CONFIRMED: ReadonlySet<string> = new Set(["authorised", "paid"]);

/** Suggestions counted on the spot from the organisation's posted bills and spend-money lines: nothing is kept between requests. */
export function suggestFromRecords(db: Db): Suggest {
  return async ({ organisationId, documents, references }) => {
    const wanted = documents.flatMap((document) => document.body.lines.filter((line) => wantsCoding(document, line)).map((line) => ({ document, line }))).slice(0, LINES_MAX);
    if (wanted.length === 0) return { lines: new Map(), earlier: new Map() };
    const [bills, spends, projects] = await Promise.all([
      recordsOfKind(db, organisationId, "bill", HISTORY_MAX),
      recordsOfKind(db, organisationId, "bank_transaction", HISTORY_MAX),
      recordsOfKind(db, organisationId, "project", HISTORY_MAX),
    ]);
    const all: Purchase[] = [...bills, ...spends].filter(({ body }) => body.side === "purchases");
    const contacts = await findRecords(db, organisationId, ["contact"], [...all, ...documents].map(({ body }) => body.contactId));
    const nameOf = new Map(contacts.map(({ id, body }) => [id, body.name]));

    const history = new InMemoryHistory();
    const earlier = new Map<string, { document: Purchase; line: Line }>();
    for (const document of all.toSorted((a, b) => a.body.date.localeCompare(b.body.date))) {
      if (!CONFIRMED.has(document.body.status)) continue;
      for (const line of document.body.lines) {
        if (line.accountCode === null) continue;
        earlier.set(line.id, { document, line });
        history.confirm(asQuestion(document, line, nameOf), { account: line.accountCode, tax: line.taxType ?? "", project: line.projectId ?? "" });
      }
    }
    const chart = readChart(candidates(references, projects));
    const lines = new Map<string, LineSuggestion>();
    for (const { document, line } of wanted) {
      const { accountCode, taxType, projectId } = line;
      const question = { ...asQuestion(document, line, nameOf), accountCode, taxType, projectId };
      lines.set(line.id, predict(question, history.memory(question), chart));
    }
    return { lines, earlier };
  };
}

function asQuestion(document: Purchase, line: Line, nameOf: ReadonlyMap<string, string>): SuggestLine {
  const { body } = document;
  return {
    lineId: line.id,
    documentId: document.id,
    kind: document.kind,
    supplierName: nameOf.get(body.contactId) ?? "",
    contactId: body.contactId,
    description: line.description ?? "",
    amountMinor: body.lineAmountTypes === "inclusive" ? line.amountMinor - line.taxMinor : line.amountMinor,
    currency: body.currency,
    date: body.date,
    paidFrom: body.bankAccountId,
    documentNumber: body.number,
  };
}

/** Active records only: what is archived in Xero can never be suggested. */
function candidates({ accounts, taxRates }: References, projects: readonly StoredRecord<"project">[]): Candidates {
  const rates = taxRates.filter(isActive);
  return {
    accounts: accounts.filter(codable).map((account) => ({
      code: account.code ?? "",
      name: account.name,
      allowedTaxTypes: rates.filter((rate) => allows(rate, account)).map((rate) => rate.taxType),
      defaultTaxType: account.taxType,
    })),
    taxRates: rates.map(({ taxType, name }) => ({ taxType, name })),
    projects: projects.filter(({ body }) => body.status === "active").map(({ id, body }) => ({ projectId: id, name: body.name, active: body.budgetMinor !== null })),
  };
}

const isActive = ({ status }: { status: string }): boolean => status === "active";

const CLASSES: Readonly<Record<string, keyof TaxRate["appliesTo"]>> = { asset: "assets", equity: "equity", expense: "expenses", liability: "liabilities", revenue: "revenue" };

function allows(rate: TaxRate, account: Account): boolean {
  const side = CLASSES[account.class.toLowerCase()];
  return side === undefined || rate.appliesTo[side];
}
