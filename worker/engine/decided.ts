import type { EngineAnswer, EngineRefusal, Written } from "../http/engine.ts";
import type { LinkedState } from "./linkedState.ts";
import { decideByPerson, syncNow } from "./people.ts";
import type { Run } from "./run.ts";

export type Answer = EngineAnswer<Written>;

export function refused(code: EngineRefusal["code"], sentence: string, remedy?: string): { ok: false; refusal: EngineRefusal } {
  return { ok: false, refusal: { code, sentence, ...(remedy === undefined ? {} : { remedy }) } };
}

type Decided = Omit<Parameters<typeof decideByPerson>[0], "run" | "state">;

/** Writes the decision, sends what follows from it, and says how it stands. */
export async function decided(run: Run, state: LinkedState, decision: Decided): Promise<Answer> {
  if ((await decideByPerson({ run, state, ...decision })) === "stale")
    return refused("revision_conflict", "The record changed while you decided. Look at it again.");
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
