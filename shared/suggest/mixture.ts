import { memberKinds } from "./channels.ts";

/**
 * One voice of the mixture: how one kind of evidence would share the line out over the candidates. Shares are mixed, not
 * multiplied: no single thin context can veto the rest.
 */
export interface Member {
  /** Position in `memberKinds` (channels.ts). */
  readonly kind: number;
  /**
   * `memberInputCount` numbers: 1, log odds of how far its lines agree with one another, log of its weight, its purity (sum of squared
   * shares), log of how many of its kind there are, whether the supplier is new, log of the supplier's lines, log odds of how far those agree.
   */
  readonly inputs: readonly number[];
  /** Candidates it speaks for, and its share for each; what is missing to 1 speaks for values that are no candidates. */
  readonly at: readonly number[];
  readonly share: readonly number[];
}

export const memberInputCount = 8;

export interface Voice {
  /** Candidates it speaks for, and its share for each. */
  readonly at: readonly number[];
  readonly share: readonly number[];
  /** Weight of all its lines. */
  readonly total: number;
  /** How far its lines agree with one another, 0..1 (foldedRow.ts). */
  readonly agreement: number;
}

/** The supplier's lines, whatever a voice was counted from. */
export interface OfSupplier {
  readonly totalLines: number;
  readonly agreement: number;
}

const kinds = new Map(memberKinds.map((kind, i) => [kind, i]));
const odds = (share: number): number => {
  const inside = Math.min(0.999, Math.max(0.001, share));
  return Math.log(inside / (1 - inside));
};

/** The member that this voice makes, one of so `many` of its kind (words of a line), or null when it has nothing to say. */
export function member(kind: string, { at, share, total, agreement }: Voice, many: number, supplier: OfSupplier): Member | null {
  if (total <= 0) return null;
  let purity = 0;
  for (const part of share) purity += part * part;
  const position = kinds.get(kind);
  if (position === undefined) throw new Error(`no member kind named ${kind}`);
  const inputs = [1, odds(agreement), Math.log(total + 0.01), purity, Math.log(many), supplier.totalLines === 0 ? 1 : 0, Math.log1p(supplier.totalLines) / 3, odds(supplier.agreement)];
  return { kind: position, inputs, at, share };
}

/** Share of each of `size` candidates. How much say a member has is a fixed function of its inputs; `weights`: `memberInputCount` numbers per kind. */
export function mix(members: readonly Member[], size: number, weights: readonly number[]): Float64Array {
  const shares = new Float64Array(size);
  let total = 0;
  for (const { kind, inputs, at, share } of members) {
    let say = 0;
    for (let i = 0; i < memberInputCount; i++) say += (weights[kind * memberInputCount + i] ?? 0) * (inputs[i] ?? 0);
    const weight = Math.exp(say);
    total += weight;
    for (let k = 0; k < at.length; k++) {
      const i = at[k] ?? 0;
      shares[i] = (shares[i] ?? 0) + weight * (share[k] ?? 0);
    }
  }
  if (total > 0) for (let i = 0; i < size; i++) shares[i] = (shares[i] ?? 0) / total;
  return shares;
}
