import { createHash } from "node:crypto";
import { verifyChain } from "../../../worker/engine/auditTrail.ts";
import { canonical } from "../../../worker/engine/canonical.ts";
import { rebuild } from "../../../worker/engine/rebuild.ts";
import type { View } from "./view.ts";

const NAMES_A_WRITE = /^(pushed|sent-unanswered):/;

/** Each answered call has exactly one audit row for each of its records that was written, naming who and why; the chain is whole. */
export function silentWrites(view: View): string[] {
  const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
  return view.world.organisations.flatMap((organisation) => {
    const found: string[] = [];
    const audit = view.of(organisation, "audit").toSorted((a, b) => a.seq - b.seq);
    const chain = verifyChain(audit, view.of(organisation, "auditValue"), hash);
    if (!chain.ok) found.push(chain.sentence);
    const written = Map.groupBy(audit.filter(({ callId, cause }) => callId !== null && NAMES_A_WRITE.test(cause)), ({ callId, recordId }) => `${callId} ${recordId}`);
    for (const [what, rows] of written) if (rows.length > 1) found.push(`${rows.length} audit rows name the write ${what}`);
    const linkOf = new Map(view.of(organisation, "link").map((link) => [link.id, link.recordId]));
    for (const intent of view.of(organisation, "intent"))
      if (intent.state === "done" && !written.has(`${intent.callId} ${linkOf.get(intent.linkId)}`)) found.push(`the ${intent.operation} of ${intent.kind} ${linkOf.get(intent.linkId)} was done and no audit row names it`);
    for (const { actor, cause, seq } of audit) if (actor === "" || actor === "null" || cause === "") found.push(`audit row ${seq} names nobody`);
    return found;
  });
}

/** At rest: every change that Xero accepted from us is named in the audit, and every record can be rebuilt from it. */
export async function unnamedWrites(view: View): Promise<string[]> {
  const { world, rows } = view;
  const found = rows.audit.filter(({ hash }) => hash === "").map(({ seq }) => `audit row ${seq} was never sealed`);
  const callOf = new Map(rows.call.map((call) => [call.idempotencyKey, call.id]));
  const named = new Set(rows.audit.map(({ callId }) => callId));
  const metAs = new Set(rows.link.filter(({ recordId }) => rows.audit.some((row) => row.recordId === recordId)).map(({ xeroId }) => xeroId));
  for (const { idempotencyKey, changes, path } of world.sandbox.log.entries) {
    if (changes.length === 0 || idempotencyKey === undefined) continue;
    const callId = callOf.get(idempotencyKey);
    if (callId === undefined) found.push(`a write to ${path} was accepted that no call row stands for`);
    else if (!named.has(callId) && !changes.every((change) => change.action !== "create" || metAs.has(change.id))) found.push(`a write to ${path} was accepted and nothing names it`);
  }
  for (const organisation of world.organisations)
    for (const record of view.of(organisation, "record")) {
      const rebuilt = await rebuild(world.looking(organisation.id), organisation.id, record.id, Number.MAX_SAFE_INTEGER);
      if (!rebuilt.ok || canonical(rebuilt.body) !== canonical(JSON.parse(record.body))) found.push(`${record.kind} ${record.id} cannot be rebuilt from the audit`);
    }
  return found;
}
