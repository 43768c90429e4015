import type { BulkLineView, BulkPreviewView } from "../../../shared/api/bulkShapes.ts";
import { isPosted } from "../../../shared/planning/recordStatus.ts";
import { shippedThresholds } from "../../../shared/suggest/thresholds.ts";
import { linksByRecord } from "../../store/reads/links.ts";
import type { OrganisationRow } from "../../store/reads/organisations.ts";
import type { HttpDeps } from "../deps.ts";
import { loadNames } from "../loadContext.ts";
import { titleOf } from "../views/titleOf.ts";
import type { Names } from "../views/names.ts";
import { xeroHref } from "../views/xeroHref.ts";
import { bulkCandidates, type BulkPage } from "./bulkCandidates.ts";
import type { SureLine } from "./sureLines.ts";

/** What confirming everything sure on a page of the open documents would write, and where. Writes nothing. */
export async function bulkPreview(deps: HttpDeps, organisation: OrganisationRow, page: BulkPage): Promise<BulkPreviewView> {
  const { sure, ...looked } = await bulkCandidates(deps, organisation, page);
  const recordIds = [...new Set(sure.map(({ document }) => document.id))];
  const [names, links] = await Promise.all([loadNames(deps.db, organisation, sure.map(({ document }) => document.body.contactId)), linksByRecord(deps.db, organisation.id, recordIds)]);
  const xeroIds = new Map(links.map(({ recordId, xeroId }) => [recordId, xeroId]));
  const hrefOf = ({ document }: SureLine): string | null => xeroHref(organisation.shortCode, document.kind, xeroIds.get(document.id) ?? null);
  return {
    lines: sure.filter(({ hindrance }) => hindrance === null).map((one) => lineView(one, names, hrefOf(one))),
    leftOut: sure.flatMap(({ document, line, hindrance }) => (hindrance === null ? [] : [{ recordId: document.id, lineId: line.id, title: titleOf(document), sentence: hindrance }])),
    ...looked,
    leastE2: Math.round(shippedThresholds.high * 10_000),
  };
}

function lineView({ document, line, suggestion, coding }: SureLine, names: Names, href: string | null): BulkLineView {
  const { accountCode, taxType, projectId, confidence } = coding;
  const { agree } = accountCode === null ? suggestion.project : suggestion.account;
  return {
    recordId: document.id,
    lineId: line.id,
    supplier: names.record(document.body.contactId),
    title: titleOf(document),
    date: document.body.date,
    href,
    posted: isPosted(document.kind, document.body),
    description: line.description,
    amountMinor: line.amountMinor,
    currency: document.body.currency,
    account: accountCode === null ? null : { value: accountCode, label: names.account(accountCode) },
    tax: taxType === null ? null : { value: taxType, label: names.tax(taxType) },
    project: projectId === null ? null : { value: projectId, label: names.record(projectId) },
    confidenceE2: Math.round(confidence * 10_000),
    agreeCount: agree.count,
    ofCount: agree.of,
  };
}
