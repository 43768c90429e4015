import type { Document } from "../../shared/records/document.ts";
import type { EngineAnswer, EngineRefusal, Written } from "../http/engine.ts";
import { type LinkedState, loadStates } from "./linkedState.ts";
import { decideByPerson, type Decision, syncNow } from "./people.ts";
import { readAuditEnd, type Run } from "./run.ts";

export type Answer = EngineAnswer<Written>;

export function refused(code: EngineRefusal["code"], sentence: string, remedy?: string): { ok: false; refusal: EngineRefusal } {
  return { ok: false, refusal: { code, sentence, ...(remedy === undefined ? {} : { remedy }) } };
}

type Decided = Omit<Decision, "state">;

/** Others who write at the same moment are no reason to ask the person again, unless they wrote the same record. */
const TRIES = 12;

/** Writes the decision, sends what follows from it, and says how it stands. */
export async function decided(run: Run, state: LinkedState, decision: Decided): Promise<Answer> {
  const [answer] = await decidedTogether(run, [{ ...decision, state }]);
  return answer!;
}

/** The same for decisions on several records, each once: one commit, one look at Xero, one write. @returns an answer each, in order. */
export async function decidedTogether(run: Run, decisions: readonly Decision[]): Promise<Answer[]> {
  const answers = new Map<string, Answer>();
  let open = decisions;
  for (let attempt = 1; open.length > 0 && (await decideByPerson(run, open)) === "stale"; attempt += 1) {
    const now = new Map((await loadStates(run, { id: { in: open.map(idOf) } }, open.length)).map((state) => [state.link.id, state]));
    const moved = open.filter(({ state: { link, record } }) => now.get(link.id)?.link.version !== link.version || now.get(link.id)?.record?.revision !== record?.revision);
    for (const one of moved) answers.set(idOf(one), refused("revision_conflict", "The record changed while you decided. Look at it again."));
    open = open.filter((one) => !moved.includes(one));
    if (attempt === TRIES) {
      for (const one of open) answers.set(idOf(one), refused("busy", "Too much is being saved at this moment; this was not."));
      open = [];
    }
    await readAuditEnd(run);
  }
  const after = open.length === 0 ? new Map<string, LinkedState>() : await syncNow(run, open.map(idOf));
  return decisions.map((one) => answers.get(idOf(one)) ?? answerOf(run, one, after.get(idOf(one))));
}

const idOf = ({ state }: Decision): string => state.link.id;

function answerOf(run: Run, decision: Decision, after: LinkedState | undefined): Answer {
  if (after === undefined) return refused("internal", "The record is gone.");
  if (after.link.state === "in_step" && !isCodedAsDecided(decision, after)) return refused("revision_conflict", "The coding was changed in Xero meanwhile, and what stands there was kept.", "Look at the lines as they are now, and decide again.");
  return { ok: true, value: outcomeOf(run, after) };
}

const CODED = ["accountCode", "taxType", "projectId"] as const;

/** Both sides may agree on another coding than the person's: one that Xero got while he looked. A field that he left empty Xero may have filled. */
function isCodedAsDecided({ state, body, confirms = new Set() }: Decision, after: LinkedState): boolean {
  const [before, now] = [state.body as Document, after.body as Document];
  return [...confirms].every((id) => {
    const [was, wanted, is] = [before, body as Document, now].map(({ lines }) => lines.find((line) => line.id === id));
    return was === undefined || wanted === undefined || is === undefined || CODED.every((field) => wanted[field] === was[field] || wanted[field] === null || wanted[field] === is[field]);
  });
}

function outcomeOf(run: Run, state: LinkedState): Written {
  const reason = state.link.reason as { sentence: string } | null;
  if (state.link.state === "in_step") return { outcome: "written", sentence: "Both sides agree." };
  if (reason !== null) return { outcome: state.link.state === "refused" ? "refused" : "queued", sentence: reason.sentence };
  return { outcome: "queued", sentence: onItsWay(run) };
}

/** Where a decision is that waits for nothing but its sending. */
export function onItsWay({ organisation }: Run): string {
  return organisation.state === "disconnected" ? "It is kept here, and sent once somebody connects Xero again." : "It is on its way to Xero.";
}
