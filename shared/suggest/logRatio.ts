import type { FoldedRow } from "./foldedRow.ts";

/** No log ratio is larger, either way. */
const LIMIT = 6;

/** Each candidate's share in a row, with `pseudo` lines shared out as before. */
export function smoothed({ at, share, total }: FoldedRow, pseudo: number, prior: Float64Array): Float64Array {
  const shares = new Float64Array(prior.length);
  for (let i = 0; i < shares.length; i++) shares[i] = (pseudo * (prior[i] ?? 0)) / (total + pseudo);
  for (let k = 0; k < at.length; k++) {
    const i = at[k] ?? 0;
    shares[i] = (shares[i] ?? 0) + ((share[k] ?? 0) * total) / (total + pseudo);
  }
  return shares;
}

/** log(share in this row / share in its parent), Dirichlet-smoothed on the parent, written into `logs`: 0 where the row is empty. */
export function against({ at, share, total }: FoldedRow, pseudo: number, parent: Float64Array, logs: Float64Array): Float64Array {
  // What a candidate without lines here has, whatever its parent.
  logs.fill(Math.max(-LIMIT, Math.log(pseudo / (total + pseudo))));
  for (let k = 0; k < at.length; k++) {
    const i = at[k] ?? 0;
    const p = parent[i] ?? 1e-6;
    logs[i] = Math.max(-LIMIT, Math.min(LIMIT, Math.log(((share[k] ?? 0) * total + pseudo * p) / ((total + pseudo) * p))));
  }
  return logs;
}
