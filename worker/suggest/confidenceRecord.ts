import { calibrationKey, calibrationDecay, confidenceBins } from "../../shared/suggest/calibration.ts";
import { spelledOut } from "../../shared/suggest/counts.ts";
import type { Target } from "../../shared/suggest/types.ts";
import type { Db } from "../store/open.ts";
import { fetchCounts, readState } from "./countStore.ts";

/** How often our first answers, shown or withheld, were right in these books, by the confidence that we stated. */
export interface ConfidenceRecord {
  readonly target: Target;
  readonly fromE2: number;
  readonly toE2: number;
  readonly right: number;
  readonly wrong: number;
}

const TARGETS: readonly Target[] = ["account", "tax", "project"];

/** What another threshold would have done here: counted, not estimated. */
export async function confidenceRecord(db: Db, organisationId: string): Promise<ConfidenceRecord[]> {
  const state = await readState(db, organisationId);
  if (state === null) return [];
  const { rows } = await fetchCounts(db, state, new Map(TARGETS.map((target) => [calibrationKey(target), calibrationDecay])), []);
  return TARGETS.flatMap((target) =>
    confidenceBins.flatMap(([from, to], bin): ConfidenceRecord[] => {
      const counts = spelledOut(rows.get(calibrationKey(target)), state.labels).filter(({ account }) => account === String(bin));
      const of = (verdict: string): number => counts.filter(({ tax }) => tax === verdict).reduce((sum, { lines }) => sum + lines, 0);
      const [right, wrong] = [of("right"), of("wrong")];
      return right + wrong === 0 ? [] : [{ target, fromE2: Math.round(from * 10_000), toE2: Math.round(to * 10_000), right, wrong }];
    }),
  );
}
