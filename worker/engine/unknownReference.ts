import type { Document } from "../../shared/records/document.ts";
import type { RecordKind } from "../../shared/records/kinds.ts";
import type { RecordBody } from "../../shared/records/record.ts";
import type { EngineRefusal } from "../http/engine.ts";
import type { Run } from "./run.ts";

/**
 * The first account, tax rate, option, service or project that the organisation does not have, or whose use has ended. What a record
 * kept from before (`unchanged`) is not asked again: an account archived in Xero must not block an edit of something else.
 */
export function unknownReference(run: Run, kind: RecordKind, body: RecordBody, unchanged: RecordBody | null): EngineRefusal | null {
  const { settings } = run;
  const unknown = (at: string, sentence: string): EngineRefusal => ({ code: "unknown_reference", sentence, at });
  const chartKnown = settings.accountsById.size > 0;
  const codes = (accountCode: string | null, taxType: string | null, at: string): EngineRefusal | null => {
    const account = accountCode === null ? null : settings.accountsByCode.get(accountCode);
    if (chartKnown && accountCode !== null && account?.status !== "active") return unknown(`${at}accountCode`, `There is no active account ${accountCode}.`);
    const rate = taxType === null ? null : settings.taxRates.get(taxType);
    if (chartKnown && taxType !== null && rate?.status !== "active") return unknown(`${at}taxType`, `There is no active tax rate ${taxType}.`);
    return null;
  };
  if (kind === "service") {
    const service = body as { accountCode: string | null; taxType: string | null };
    return codes(service.accountCode, service.taxType, "");
  }
  if (kind === "time_entry") {
    const { projectId } = body as { projectId: string };
    return settings.projects.has(projectId) ? null : unknown("projectId", `There is no project ${projectId}.`);
  }
  if (!("lines" in body)) return null;
  const before = new Map(((unchanged as Document | null)?.lines ?? []).map((line) => [line.id, line]));
  for (const [index, line] of (body as Document).lines.entries()) {
    const old = before.get(line.id);
    const at = `lines.${index}.`;
    const coded = codes(
      line.accountCode === old?.accountCode ? null : line.accountCode,
      line.taxType === old?.taxType ? null : line.taxType,
      at,
    );
    if (coded !== null) return coded;
    if (line.projectId !== null && !settings.projects.has(line.projectId)) return unknown(`${at}projectId`, `There is no project ${line.projectId}.`);
    if (line.serviceId !== null && !settings.services.has(line.serviceId)) return unknown(`${at}serviceId`, `There is no service ${line.serviceId}.`);
  }
  return null;
}
