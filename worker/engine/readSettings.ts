import { READING } from "../../shared/limits.ts";
import { organisationFromXero, settingFromXero } from "../../shared/mapping/xeroSettings.ts";
import type { ReferenceKind } from "../../shared/records/kinds.ts";
import type { Change, Insert } from "../store/port.ts";
import type { XeroElement } from "../xero/readAnswer.ts";
import { canonical } from "./canonical.ts";
import type { Run } from "./run.ts";

/** More settings than this of one kind are not kept: Xero advises 4,000 items. */
const MOST = 10_000;

/**
 * A complete list of one kind of setting. What two complete lists in a row lack is shown as gone, never deleted; an empty list of a
 * kind that had some proves nothing.
 */
export async function settingsChanges(run: Run, kind: ReferenceKind, elements: readonly XeroElement[]): Promise<Change[]> {
  const organisationId = run.organisation.id;
  const [known] = await run.ports.store.read({ from: "reference", where: { organisationId, kind }, limit: MOST });
  const before = new Map(known.map((row) => [row.id, row]));
  const seen = new Set<string>();
  const rows: Insert<"reference">[] = [];
  const now = run.now();
  for (const element of elements) {
    const setting = settingFromXero(kind, element);
    if (setting === null) continue;
    seen.add(setting.id);
    const body = canonical(setting.body);
    const old = before.get(setting.id);
    if (old?.body === body && old.status === setting.status && old.absentCount === 0) continue;
    rows.push({ organisationId, kind, id: setting.id, code: setting.code, name: setting.name, status: setting.status, body, observedAt: now, absentCount: 0 });
  }
  const changed = rows.length > 0;
  if (seen.size > 0)
    for (const row of known) {
      if (seen.has(row.id) || row.status === "gone") continue;
      const absentCount = row.absentCount + 1;
      rows.push({ ...row, absentCount, status: absentCount >= READING.absencesUntilGone ? "gone" : row.status });
    }
  const changes: Change[] = rows.length === 0 ? [] : [{ put: "reference", rows }];
  // What waited for an account, a tax rate or an option may go now.
  if (changed) changes.push(wakeWaiting(run));
  return changes;
}

export function organisationChanges(run: Run, elements: readonly XeroElement[]): Change[] {
  const read = elements[0] === undefined ? null : organisationFromXero(elements[0], run.organisation.xeroTenantId);
  if (read === null) return [];
  const { barredActions } = run.facts;
  const facts = { ...read, ...(barredActions === undefined ? {} : { barredActions }) };
  const same = canonical(facts) === canonical(run.organisation.facts);
  if (same) return [];
  return [
    { update: "organisation", where: { id: run.organisation.id }, set: { facts, name: facts.name, shortCode: facts.shortCode } },
    wakeWaiting(run),
  ];
}

/** What the plan bars; an answer without a single action says nothing. */
export function actionChanges(run: Run, elements: readonly XeroElement[]): Change[] {
  if (elements.length === 0) return [];
  const barred = elements.filter((element) => element["Status"] === "NOT-ALLOWED").map((element) => String(element["Name"])).toSorted();
  return canonical(barred) === canonical(run.facts.barredActions ?? null) ? [] : [...barring(run, barred), wakeWaiting(run)];
}

/** Keeps what the plan bars beside the other facts of the organisation. */
export function barring(run: Run, barredActions: readonly string[]): Change[] {
  if (run.organisation.facts === null) return [];
  run.facts = { ...run.facts, barredActions };
  return [{ update: "organisation", where: { id: run.organisation.id }, set: { facts: run.facts } }];
}

/** Links that wait, for whatever reason, are planned again. */
export function wakeWaiting(run: Run): Change {
  return { update: "link", where: { organisationId: run.organisation.id, state: "waiting" }, set: { dirtyAt: run.now(), notBeforeAt: 0 } };
}
