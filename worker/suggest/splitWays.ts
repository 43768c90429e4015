import type { SplitWay } from "../../shared/api/splitShapes.ts";
import { formatMinor } from "../../shared/money.ts";
import type { Neighbour } from "../../shared/suggest/types.ts";
import type { Purchase } from "../http/suggest.ts";
import type { Db } from "../store/open.ts";
import { approvedMinutes } from "../store/reads/approvedHours.ts";
import { findRecords, type StoredRecord } from "../store/reads/records.ts";
import { fetchCounts, readState } from "./countStore.ts";
import { asQuestion, supplierHash } from "./question.ts";

/** Candidates of one way: a bill has at most as many parts. */
const CANDIDATES = 50;
/** Budgets are many in some firms: past so many, only those with work in the bill's month are chosen at first. */
const ALL_CHOSEN = 6;

interface About {
  db: Db;
  bill: Purchase;
  /** Active projects: closed ones get nothing any more. */
  projects: readonly StoredRecord<"project">[];
  /** Of budgets, whatever the bill is in. */
  homeCurrency: string;
  /** Whether an account may be used for a line. */
  isUsable: (accountCode: string) => boolean;
}

/** By what a line of this bill may be divided: as the supplier's last bill was, by the month's approved hours, by the budgets. Only what there is. */
export async function splitWays(about: About): Promise<SplitWay[]> {
  const [last, hours] = await Promise.all([asLastTime(about), byHours(about)]);
  return [last, hours, byBudgets(about, hours)].filter((way): way is SplitWay => way !== null && way.candidates.length > 1);
}

/** The supplier's newest bill that was divided at all, whether it usually is or not. */
async function asLastTime({ db, bill, projects, isUsable }: About): Promise<SplitWay | null> {
  const state = await readState(db, bill.organisationId);
  const [line] = bill.body.lines;
  if (state === null || line === undefined) return null;
  const supplier = supplierHash(asQuestion(bill, line, ""));
  const { neighbours } = await fetchCounts(db, state, new Map(), [supplier]);
  const documents = Map.groupBy((neighbours.get(supplier) ?? []).filter(({ documentId }) => documentId !== bill.id), ({ documentId }) => documentId);
  const open = new Map(projects.map(({ id, body }) => [id, body.name]));
  const isOpen = ({ project, account }: Neighbour): boolean => (project === "" || open.has(project)) && isUsable(account);
  for (const [documentId, lines] of documents) {
    const parts = [...Map.groupBy(lines, ({ account, tax, project }) => `${account}\u001f${tax}\u001f${project}`).values()];
    if (parts.length < 2 || !lines.every(isOpen)) continue;
    const [earlier] = await findRecords(db, bill.organisationId, ["bill", "bank_transaction"], [documentId]);
    if (earlier === undefined) continue;
    const candidates = parts.toReversed().flatMap((some) => {
      const [{ account, tax, project }] = some as [Neighbour];
      const weight = some.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
      return weight <= 0 ? [] : [{ projectId: project === "" ? null : project, label: open.get(project) ?? "No project", accountCode: account, taxType: tax === "" ? null : tax, weight, basis: formatMinor(weight, earlier.body.currency), chosen: true }];
    });
    return { way: "last", says: `As ${earlier.body.number === null ? "the bill" : `bill ${earlier.body.number}`} of ${dayWords(earlier.body.date, { day: "numeric" })} was divided`, candidates };
  }
  return null;
}

/** Time that people worked in the bill's month: rent, tools and travel follow the work. */
async function byHours({ db, bill, projects }: About): Promise<SplitWay | null> {
  const month = bill.body.date.slice(0, 7);
  const worked = await approvedMinutes(db, bill.organisationId, { from: `${month}-01`, to: `${month}-31` }, CANDIDATES);
  const candidates = worked.flatMap(({ projectId, minutes }) => {
    const project = projects.find(({ id }) => id === projectId);
    return project === undefined ? [] : [{ projectId, label: project.body.name, accountCode: null, taxType: null, weight: minutes, basis: hoursOf(minutes), chosen: true }];
  });
  return { way: "hours", says: `By the approved hours of ${dayWords(bill.body.date)}`, candidates };
}

function byBudgets({ projects, homeCurrency }: About, hours: SplitWay | null): SplitWay | null {
  const worked = new Set(hours?.candidates.map(({ projectId }) => projectId));
  const budgeted = projects.filter(({ body }) => (body.budgetMinor ?? 0) > 0).toSorted((a, b) => (b.body.budgetMinor ?? 0) - (a.body.budgetMinor ?? 0)).slice(0, CANDIDATES);
  const candidates = budgeted.map(({ id, body: { name, budgetMinor } }) => ({
    projectId: id, label: name, accountCode: null, taxType: null, weight: budgetMinor ?? 0, basis: formatMinor(budgetMinor ?? 0, homeCurrency), chosen: budgeted.length <= ALL_CHOSEN || worked.has(id),
  }));
  return { way: "budgets", says: "By the budgets of the projects", candidates };
}

function hoursOf(minutes: number): string {
  const rest = minutes % 60;
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** "November 2026", or with its day. A calendar day, so no time zone may move it. */
function dayWords(date: string, more: Intl.DateTimeFormatOptions = {}): string {
  return new Intl.DateTimeFormat("en-AU", { ...more, month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${date}T00:00:00Z`));
}
