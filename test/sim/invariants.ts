import { createHash } from "node:crypto";
import { ledgerLines } from "../../shared/profit/ledgerLines.ts";
import { fromXero } from "../../shared/mapping/fromXero.ts";
import { equalGroup, groupsOf } from "../../shared/merge/recordGroups.ts";
import { alignLines } from "../../shared/merge/alignLines.ts";
import type { Document } from "../../shared/records/document.ts";
import type { SyncedBody } from "../../shared/merge/groups.ts";
import type { RecordKind, SyncedKind } from "../../shared/records/kinds.ts";
import type { Person, Service } from "../../shared/records/project.ts";
import { verifyChain } from "../../worker/engine/auditTrail.ts";
import { canonical } from "../../worker/engine/canonical.ts";
import { rebuild } from "../../worker/engine/rebuild.ts";
import { LIST_OF } from "../../worker/engine/observation.ts";
import type { Row } from "../../worker/store/port.ts";
import type { EngineWorld } from "./engineWorld.ts";

export interface Violation {
  invariant: string;
  sentence: string;
}

/** States in which a record may rest: agreed, ended, or waiting for a person who is told why. */
const RESTS = new Set(["in_step", "ended", "conflict", "proposal", "waiting", "refused"]);

/** What must hold once faults are over and the engine came to rest. */
export async function violations(world: EngineWorld): Promise<Violation[]> {
  const found: Violation[] = [];
  const say = (invariant: string, sentence: string): void => void found.push({ invariant, sentence });
  const rows = async <T extends "link" | "record" | "snapshot" | "audit" | "auditValue" | "ledgerLine" | "intent" | "call" | "conflict">(from: T) => (await world.rows(from)) as unknown as Row<T>[];
  const [links, records, snapshots, audit, values, ledger, intents, calls] = [
    await rows("link"), await rows("record"), await rows("snapshot"), await rows("audit"), await rows("auditValue"), await rows("ledgerLine"), await rows("intent"), await rows("call"),
  ];
  const recordOf = new Map(records.map((record) => [record.id, record]));
  const raws = new Map(snapshots.map((snapshot) => [snapshot.hash, snapshot.body]));
  const books = world.sandbox.organisations[0]!.books;

  for (const link of links) if (!RESTS.has(link.state)) say("convergence", `${link.kind} ${link.recordId} rests as ${link.state}: ${JSON.stringify(link.reason)}`);
  for (const call of calls) if (call.state === "sent" || call.state === "unknown") say("boundedness", `a call is still ${call.state}`);
  for (const intent of intents) if (intent.state === "sent" || intent.state === "unknown") say("boundedness", `an intent is still ${intent.state}`);

  const context = {
    recordIdOf: (kind: string, xeroId: string) => links.find((link) => link.xeroId === xeroId && (link.kind === kind || (kind === "invoice" && link.kind === "bill")))?.recordId ?? null,
    projectOfOption: () => null, homeCurrency: "AUD",
  };
  for (const link of links) {
    if (link.state !== "in_step" || link.xeroHash === null) continue;
    const raw = JSON.parse(raws.get(link.xeroHash) ?? "{}") as Record<string, unknown>;
    const mapped = fromXero(LIST_OF[link.kind as SyncedKind], raw, context);
    const ours = JSON.parse(recordOf.get(link.recordId)!.body) as SyncedBody;
    if (!mapped.ok) {
      say("convergence", `${link.kind} ${link.recordId} is in step but cannot be mapped`);
      continue;
    }
    const theirs = "lines" in ours ? (alignLines(ours as Document, mapped.body as Document, null).xero as SyncedBody) : mapped.body;
    for (const group of groupsOf(link.kind as SyncedKind, ours))
      if (!equalGroup(link.kind as SyncedKind, group, ours, theirs)) say("convergence", `${link.kind} ${link.recordId} differs in ${group} though in step`);
    const updatedAt = link.kind === "contact" ? books.contacts.get(link.xeroId!)?.updatedAtMs : books.invoices.get(link.xeroId!)?.updatedAtMs;
    if (updatedAt !== undefined && updatedAt !== link.xeroUpdatedAt) say("freshness", `${link.kind} ${link.recordId} was last seen at ${link.xeroUpdatedAt}, Xero has ${updatedAt}`);
  }

  const linked = new Map(Map.groupBy(links.filter((link) => link.xeroId !== null), (link) => link.xeroId));
  for (const [xeroId, of] of linked) if (of.length > 1) say("no duplicate", `${of.length} records are linked to ${xeroId}`);
  const created = world.sandbox.log.changes({ action: "create", by: world.sandbox.apps[0]!.clientId }).filter((change) => /contact|invoice|payment/i.test(change.entity));
  for (const change of created) if (!linked.has(change.id)) say("no duplicate", `${change.entity} ${change.id} was made in Xero and nothing here is linked to it`);

  for (const [kind, ids] of [["contact", books.contacts.keys()], ["document", books.invoices.keys()], ["payment", books.payments.keys()]] as const)
    for (const id of ids) if (!linked.has(id)) say("no missed update", `${kind} ${id} of Xero was never met`);

  const chain = verifyChain(audit.toSorted((a, b) => a.seq - b.seq), values, (text) => createHash("sha256").update(text).digest("hex"));
  if (!chain.ok) say("audit", chain.sentence);
  for (const call of calls)
    if (call.state === "answered" && !audit.some((row) => row.callId === call.id) && intents.some((intent) => intent.callId === call.id && intent.state === "done"))
      say("no silent write", `call ${call.path} was accepted and no audit row names it`);

  for (const record of records) {
    const rebuilt = await rebuild(world.inner, world.organisationId, record.id, Number.MAX_SAFE_INTEGER);
    const same = rebuilt.ok && canonical(rebuilt.body) === canonical(JSON.parse(record.body));
    if (!same) say("audit", `${record.kind} ${record.id} cannot be rebuilt from the audit`);
  }

  const bodyOf = <T>(id: string): T | null => (recordOf.has(id) ? (JSON.parse(recordOf.get(id)!.body) as T) : null);
  const expected = records.flatMap((record) =>
    ledgerLines(record.kind as RecordKind, JSON.parse(record.body), {
      homeCurrency: "AUD", costRates: (id) => bodyOf<Person>(id)?.costRates ?? null, hourPriceE4: (id) => bodyOf<Service>(id)?.unitAmountE4 ?? null,
    }).map((line) => [record.id, line.lineKey, line.type, line.projectId, line.date, line.amountMinor].join(" ")),
  );
  const kept = ledger.map((line) => [line.recordId, line.lineKey, line.type, line.projectId, line.date, line.amountMinor].join(" "));
  if (JSON.stringify(kept.toSorted()) !== JSON.stringify(expected.toSorted())) say("money conservation", "the ledger is not what its records give from scratch");
  return found;
}
