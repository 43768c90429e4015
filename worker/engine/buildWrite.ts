import { allocationToXero } from "../../shared/mapping/xeroDocument.ts";
import { toXero } from "../../shared/mapping/toXero.ts";
import type { Push } from "../../shared/planning/actions.ts";
import type { SyncedBody } from "../../shared/merge/groups.ts";
import type { Document } from "../../shared/records/document.ts";
import type { SyncedKind } from "../../shared/records/kinds.ts";
import type { AllocationOwner, XeroWrite } from "../xero/xeroWrites.ts";
import type { Row } from "../store/port.ts";
import type { Neighbours } from "./neighbours.ts";
import type { Run } from "./run.ts";

/** What an intent's row carries. */
export interface IntentBody {
  body: SyncedBody;
  allocation: Push["allocation"] | null;
}
export type IntentGroups = Push["groups"];

export function intentBody(intent: Row<"intent">): IntentBody {
  return JSON.parse(intent.body) as IntentBody;
}
export function intentGroups(intent: Row<"intent">): IntentGroups {
  return JSON.parse(intent.groups) as IntentGroups;
}

type BatchType = Extract<XeroWrite, { elements: unknown; type: string; on?: never }>["type"];
const BATCH_OF: Partial<Record<SyncedKind, BatchType>> = {
  contact: "contacts", invoice: "invoices", bill: "invoices", credit_note: "credit_notes", quote: "quotes",
  bank_transaction: "bank_transactions", payment: "payments",
};

/** Intents with the same key may share a call; null: the intent needs a call of its own. */
export function batchKey(intent: Row<"intent">): string | null {
  const type = BATCH_OF[intent.kind as SyncedKind];
  const alone = intent.operation === "allocate" || intent.operation === "unallocate" || (intent.kind === "payment" && intent.operation !== "create");
  // One that failed before goes alone, so that it cannot take its neighbours down again.
  if (type === undefined || alone || intent.attempts > 0) return null;
  return `${type} ${intent.operation === "create" ? "create" : "update"}`;
}

export type Built = { ok: true; write: XeroWrite } | { ok: false; sentence: string };

/** The write of intents that share a batch key, or of a single one. */
export function buildWrite(run: Run, intents: readonly Row<"intent">[], links: ReadonlyMap<string, Row<"link">>, neighbours: Neighbours): Built {
  const first = intents[0]!;
  const kind = first.kind as SyncedKind;
  const link = links.get(first.linkId)!;
  if (kind === "payment" && first.operation !== "create") return { ok: true, write: { type: "delete_payment", id: link.xeroId! } };
  const { allocation, body } = intentBody(first);
  if (first.operation === "unallocate" && allocation && "xeroId" in allocation)
    return { ok: true, write: { type: "unallocate", on: kind as AllocationOwner, id: link.xeroId!, allocationId: allocation.xeroId } };
  if (first.operation === "allocate" && allocation && "documentId" in allocation) {
    const built = allocationToXero(allocation, (body as Document).currency, neighbours.xeroIdOf);
    if (!built.ok) return { ok: false, sentence: "The invoice to allocate to is not in Xero yet." };
    return { ok: true, write: { type: "allocate", on: kind as AllocationOwner, id: link.xeroId!, elements: [built.element] } };
  }
  const elements: Record<string, unknown>[] = [];
  for (const intent of intents) {
    const own = links.get(intent.linkId)!;
    const built = toXero(intent.kind as SyncedKind, intentBody(intent).body, {
      groups: intent.operation === "create" ? "all" : intentGroups(intent).map(({ group }) => group),
      xeroId: intent.operation === "create" ? null : own.xeroId,
      xeroIdOf: neighbours.xeroIdOf,
      backLink: backLink(run, intent.kind as SyncedKind, own.recordId),
    });
    if (!built.ok) return { ok: false, sentence: `It refers to a ${built.needs.kind.replace("_", " ")} that is not in Xero yet.` };
    elements.push(built.element);
  }
  return { ok: true, write: { type: BATCH_OF[kind]!, create: first.operation === "create", elements } };
}

/** How our record is found again in Xero when an answer was lost: ContactNumber, or the last part of Url. */
export function backLink(run: Run, kind: SyncedKind, recordId: string): string {
  return kind === "contact" ? recordId : `${run.ports.publicUrl.replace(/\/$/, "")}/r/${recordId}`;
}
