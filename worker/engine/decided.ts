import type { EngineAnswer, EngineRefusal, Written } from "../http/engine.ts";
import type { LinkedState } from "./linkedState.ts";
import { decideByPerson, stateOfRecord, syncNow } from "./people.ts";
import { readAuditHead, type Run } from "./run.ts";

export type Answer = EngineAnswer<Written>;

export function refused(code: EngineRefusal["code"], sentence: string, remedy?: string): { ok: false; refusal: EngineRefusal } {
  return { ok: false, refusal: { code, sentence, ...(remedy === undefined ? {} : { remedy }) } };
}

type Decided = Omit<Parameters<typeof decideByPerson>[0], "run" | "state">;

/** Others who write at the same moment move the audit on; that is no reason to ask the person again. */
const TRIES = 12;

/** Writes the decision, sends what follows from it, and says how it stands. */
export async function decided(run: Run, state: LinkedState, decision: Decided): Promise<Answer> {
  for (let attempt = 1; (await decideByPerson({ run, state, ...decision })) === "stale"; attempt += 1) {
    const now = await stateOfRecord(run, state.link.recordId);
    if (now?.link.version !== state.link.version || now.record?.revision !== state.record?.revision)
      return refused("revision_conflict", "The record changed while you decided. Look at it again.");
    if (attempt === TRIES) return refused("busy", "Too much is being saved at this moment; this was not.");
    await readAuditHead(run);
  }
  const after = await syncNow(run, state.link.id);
  if (after === null) return refused("internal", "The record is gone.");
  return { ok: true, value: outcomeOf(run, after) };
}

function outcomeOf(run: Run, state: LinkedState): Written {
  const reason = state.link.reason as { sentence: string } | null;
  if (state.link.state === "in_step") return { outcome: "written", sentence: "Both sides agree." };
  if (reason !== null) return { outcome: "queued", sentence: reason.sentence };
  return { outcome: "queued", sentence: onItsWay(run) };
}

/** Where a decision is that waits for nothing but its sending. */
export function onItsWay({ organisation }: Run): string {
  return organisation.state === "disconnected" ? "It is kept here, and sent once somebody connects Xero again." : "It is on its way to Xero.";
}
