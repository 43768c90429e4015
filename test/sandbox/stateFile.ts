import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Sandbox } from "./sandbox.ts";

/** How often the world is written while it changes: what a killed process loses at most. */
const saveEveryMs = 2_000;

/** The world that a file holds; undefined where there is none yet. Throws a sentence that names the file when it holds something else. */
export function readStateFile(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** Writes the world now, and then whenever it has changed. Returns what ends that, with a last writing. */
export function keepInFile(sandbox: Sandbox, file: string): () => void {
  let written = "";
  const save = () => {
    const { nowMs: _, ...state } = sandbox.world.state;
    // Time alone is no change.
    const mark = `${state.log.nextSequence} ${state.log.bookkeeperChanges.length} ${state.random.counter} ${state.webhook.nextSequence} ${state.webhook.deliveries.length} ${state.faults.nextId} ${JSON.stringify(state.assumptions)}`;
    if (mark === written) return;
    // A process that dies while it writes leaves the file of before.
    writeFileSync(`${file}.new`, sandbox.save());
    renameSync(`${file}.new`, file);
    written = mark;
  };
  save();
  const timer = setInterval(save, saveEveryMs);
  return () => {
    clearInterval(timer);
    written = "";
    save();
  };
}
