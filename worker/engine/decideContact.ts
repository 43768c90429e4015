import type { ContactRequest, EngineAnswer, Written } from "../http/engine.ts";
import type { Actor } from "../../shared/records/record.ts";
import type { Change } from "../store/port.ts";
import { commitBatch, emptyBatch } from "./batch.ts";
import { onItsWay } from "./decided.ts";
import { joinContact } from "./joinContact.ts";
import type { LinkedState } from "./linkedState.ts";
import { syncNow } from "./people.ts";
import type { Run } from "./run.ts";

/** A person says which contact a held-back one is: joined with it, or made in Xero as a new one. */
export async function decideContact(run: Run, state: LinkedState, { organisationId, recordId, sameAs, actor }: ContactRequest): Promise<EngineAnswer<Written>> {
  const now = run.now();
  const [questions, others] = await run.ports.store.read(
    { from: "contactQuestion", where: { organisationId, recordId, decidedAt: null }, limit: 1 },
    { from: "link", where: { organisationId, kind: "contact", recordId: sameAs ?? "" }, limit: 1 },
  );
  if (questions.length === 0) return { ok: false, refusal: { code: "not_found", sentence: "Nobody is asked which contact this is." } };
  if (sameAs !== null && (others.length === 0 || sameAs === recordId)) return { ok: false, refusal: { code: "unknown_reference", sentence: `There is no contact ${sameAs} that it could be.`, at: "sameAs" } };
  const decided: Change = { update: "contactQuestion", where: { organisationId, recordId }, set: { decidedAt: now, sameAs, decidedBy: actor } };
  const outcome = sameAs === null ? await makeNew(run, state, decided, actor) : await joinContact({ run, state, sameAs, actor, with: [decided] });
  if (outcome === "stale") return { ok: false, refusal: { code: "revision_conflict", sentence: "The contact changed while you decided. Look at it again." } };
  const linkId = sameAs === null ? state.link.id : others[0]!.id;
  const after = (await syncNow(run, [linkId])).get(linkId);
  if (sameAs !== null) return { ok: true, value: { outcome: "written", sentence: "Both are one contact now." } };
  const reason = after?.link.reason as { sentence: string } | null;
  if (after?.link.state === "in_step") return { ok: true, value: { outcome: "written", sentence: "It is a contact of its own in Xero." } };
  return { ok: true, value: { outcome: "queued", sentence: reason?.sentence ?? onItsWay(run) } };
}

async function makeNew(run: Run, { link }: LinkedState, decided: Change, actor: Actor): Promise<"committed" | "stale"> {
  const batch = emptyBatch();
  batch.linkVersions.push({ id: link.id, version: link.version });
  batch.links.push({ ...link, version: link.version + 1, dirtyAt: run.now(), notBeforeAt: 0 });
  batch.before.push(decided);
  batch.audit.push({ at: run.now(), actor, cause: "matching", rule: "person-decided", recordId: link.recordId, kind: "contact", callId: null, changes: [] });
  return commitBatch(run, batch);
}
