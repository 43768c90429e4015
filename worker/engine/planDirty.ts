import { RUN } from "../../shared/limits.ts";
import { commitBatch, merged } from "./batch.ts";
import { decide } from "./decide.ts";
import { loadStates } from "./linkedState.ts";
import { readNeighbours } from "./neighbours.ts";
import { readAuditHead, type Run } from "./run.ts";
import type { Where } from "../store/port.ts";

/** Links planned in one commit. */
const AT_ONCE = 200;

/** Plans links whose record changed here, or that waited long enough. @returns how many were planned. */
export async function planDirty(run: Run, only?: Where<"link">): Promise<number> {
  let planned = 0;
  for (let round = 0; round < RUN.linksPerRun / AT_ONCE; round += 1) {
    const where = only ?? { dirtyAt: { notNull: true }, notBeforeAt: { lte: run.now() } };
    const states = (await loadStates(run, where, AT_ONCE)).filter((state) => state.record !== null);
    // A link whose push waits for its call is planned already: its intent goes out next.
    const open = states.filter((state) => state.intent === null || (state.intent.state === "ready" && state.intent.recordRevision !== state.record!.revision));
    if (open.length === 0) return planned;
    const neighbours = await readNeighbours(run, [], open);
    const batch = merged(open.map((state) => decide({ run, state, neighbours, observation: null })));
    if ((await commitBatch(run, batch)) === "committed") planned += open.length;
    else await readAuditHead(run);
    if (states.length < AT_ONCE) return planned;
  }
  return planned;
}
