import type { ReasonView, RecordView } from "../../../shared/api/views.ts";
import type { LinkRow } from "../../store/reads/links.ts";
import type { StoredRecord } from "../../store/reads/records.ts";
import { xeroHref } from "./xeroHref.ts";

/** A record as REST answers it. */
export function recordView(record: StoredRecord, link: LinkRow | undefined, shortCode: string | null): RecordView {
  return {
    id: record.id,
    kind: record.kind,
    revision: record.revision,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    sync: link === undefined ? null : { state: link.state, xeroId: link.xeroId, reason: reasonOf(link), href: xeroHref(shortCode, link.kind, link.xeroId) },
    body: record.body,
  };
}

/** Why a link waits or was refused; older rows may lack the remedy. */
export function reasonOf(link: Pick<LinkRow, "reason">): ReasonView | null {
  const reason = link.reason as Partial<ReasonView> | null;
  if (reason === null || typeof reason !== "object") return null;
  return { code: reason.code ?? "unknown", sentence: reason.sentence ?? "It waits.", remedy: reason.remedy ?? "Try it again.", ...(reason.number === undefined ? {} : { number: reason.number }) };
}
