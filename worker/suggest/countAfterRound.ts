import { log } from "../platform.ts";
import type { RunResult } from "../engine/runOrganisation.ts";
import type { Db } from "../store/open.ts";
import { askModelAhead } from "./askModelAhead.ts";
import type { AskModel } from "./languageModel.ts";
import { findUnusual } from "./findUnusual.ts";
import { dropSettled } from "./openFindings.ts";
import { prepareAhead } from "./prepareAhead.ts";

/** History waits: the next round comes at once instead of when Xero is due. */
const GO_ON_MS = 1_000;

export interface AfterRound {
  db: Db;
  organisationId: string;
  now: number;
  /** Null where the firm set up none. */
  languageModel: AskModel | null;
}

/**
 * After each round the suggestions are brought up to date, so that they are ready before anyone opens a bill. They are no part of the sync: when
 * they fail, the round still stands, and the next one tries again.
 */
export async function countAfterRound({ db, organisationId, now, languageModel }: AfterRound, round: RunResult): Promise<RunResult> {
  try {
    const prepared = await prepareAhead(db, organisationId, now);
    // Booked lines are reviewed once everything is counted: they wait for nobody.
    const more = prepared.more || (await findUnusual(db, organisationId, now));
    if (!more && prepared.counted > 0) await dropSettled(db, organisationId);
    const asking = !prepared.more && languageModel !== null && (await askModelAhead({ db, organisationId, now, ask: languageModel }));
    return more || asking ? { ...round, nextDueAt: Math.min(round.nextDueAt, now + GO_ON_MS) } : round;
  } catch (error) {
    log.event("suggestions_not_prepared", { organisationId, error: error instanceof Error ? error.name : "unknown" });
    return round;
  }
}
