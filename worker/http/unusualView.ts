import type { UnusualView } from "../../shared/api/suggestionShapes.ts";
import { lockedUpTo } from "../../shared/planning/lockedUpTo.ts";
import { isPosted } from "../../shared/planning/recordStatus.ts";
import type { OrganisationFacts } from "../../shared/records/organisation.ts";
import type { Candidates, Target } from "../../shared/suggest/types.ts";
import { candidates } from "../suggest/candidates.ts";
import { readState } from "../suggest/countStore.ts";
import { earlierLines } from "../suggest/earlierLines.ts";
import type { Finding } from "../suggest/openFindings.ts";
import type { Db } from "../store/open.ts";
import { linksByRecord } from "../store/reads/links.ts";
import type { OrganisationRow } from "../store/reads/organisations.ts";
import { findRecords, recordsOfKind } from "../store/reads/records.ts";
import type { References } from "../store/reads/references.ts";
import type { HttpDeps } from "./deps.ts";
import type { Suggested } from "./suggest.ts";
import { namesFrom, type Names } from "./views/names.ts";
import { homeCurrency } from "./views/organisationView.ts";
import { evidenceView, NO_PROJECT } from "./views/suggestionView.ts";
import { titleOf } from "./views/titleOf.ts";
import { xeroHref } from "./views/xeroHref.ts";

const PROJECTS_MAX = 1_000;
const EVIDENCE_SHOWN = 5;

type Item = UnusualView["items"][number];

/** Findings as people see them: the bill, what is booked, what its evidence says, and what recoding would write. */
export async function unusualItems(deps: HttpDeps, organisation: OrganisationRow, findings: readonly Finding[], references: References): Promise<Item[]> {
  const { db } = deps;
  const suppliers = [...new Set(findings.map(({ document }) => document.body.contactId))];
  const [projects, contacts, earlier] = await Promise.all([
    recordsOfKind(db, organisation.id, "project", PROJECTS_MAX),
    findRecords(db, organisation.id, ["contact"], suppliers),
    earlierOf(db, organisation.id, findings),
  ]);
  const links = await linksByRecord(db, organisation.id, [...findings, ...earlier.values()].map(({ document }) => document.id));
  const names = namesFrom(references, [...projects, ...contacts], homeCurrency(organisation));
  const xeroIds = new Map(links.map(({ recordId, xeroId }) => [recordId, xeroId]));
  const xeroIdOf = (id: string): string | null => xeroIds.get(id) ?? null;
  const { shortCode } = organisation;
  const choice = candidates(references, projects);
  return findings.map(({ document, line, unusual }) => {
    const { target, booked, expected } = unusual;
    return {
      recordId: document.id,
      lineId: line.id,
      field: target,
      supplier: names.record(document.body.contactId),
      title: titleOf(document),
      date: document.body.date,
      href: xeroHref(shortCode, document.kind, xeroIdOf(document.id)),
      description: line.description,
      amountMinor: line.amountMinor,
      currency: document.body.currency,
      booked: { value: booked, label: labelOf(target, booked, names) },
      expected: { value: expected.value ?? "", label: labelOf(target, expected.value ?? "", names) },
      confidenceE2: Math.round(expected.confidence * 10_000),
      agreeCount: expected.agree.count,
      ofCount: expected.agree.of,
      reasons: expected.reasons.map(({ text, count, of }) => ({ text, count, of })),
      evidence: expected.evidence.filter((id) => id !== line.id).slice(0, EVIDENCE_SHOWN).flatMap((id) => evidenceView(id, { names, shortCode, earlier, xeroIdOf }) ?? []),
      recode: recodeOf({ document, line, unusual }, choice),
      hindrance: hindrance({ document, line, unusual }, organisation.facts as OrganisationFacts | null),
    };
  });
}

/** The lines that speak for what was expected, found the same way as those of suggestions. */
async function earlierOf(db: Db, organisationId: string, findings: readonly Finding[]): Promise<Suggested["earlier"]> {
  const state = await readState(db, organisationId);
  if (state === null) return new Map();
  const expected = new Map(findings.map(({ line, unusual }) => [line.id, { account: unusual.expected, tax: unusual.expected, project: unusual.expected }]));
  return earlierLines(db, state, findings, expected);
}

function labelOf(target: Target, value: string, names: Names): string {
  if (target === "project") return value === "" ? NO_PROJECT : names.record(value);
  if (value === "") return target === "account" ? "No account" : "No tax rate";
  return target === "account" ? names.account(value) : names.tax(value);
}

/** A tax rate that the other account does not take goes with it: the account's own takes its place. */
export function recodeOf({ line, unusual: { target, expected } }: Finding, choice: Candidates): Item["recode"] {
  const value = expected.value ?? "";
  const account = target === "account" ? choice.accounts.find(({ code }) => code === value) : undefined;
  const taxFits = account?.allowedTaxTypes === undefined || line.taxType === null || account.allowedTaxTypes.includes(line.taxType);
  return {
    accountCode: target === "account" ? value : null,
    taxType: target === "tax" ? value : taxFits ? null : (account?.defaultTaxType ?? null),
    projectId: target === "project" ? value : null,
  };
}

function hindrance({ document: { kind, body }, unusual }: Finding, facts: OrganisationFacts | null): string | null {
  const lock = [facts?.yearEndLockDate, facts?.periodLockDate].find((day) => day != null && body.date <= day);
  if (lock != null && isPosted(kind, body) && unusual.target !== "project") return lockedUpTo(lock);
  if (body.isReconciled && kind === "bank_transaction") return "It is reconciled with the bank in Xero.";
  if (unusual.target === "tax" && (body.amountPaidMinor !== 0 || body.amountCreditedMinor !== 0)) return "Xero does not let the tax of a bill be changed once something is paid or credited.";
  return null;
}
