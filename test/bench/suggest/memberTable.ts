import { memberInputCount } from "../../../shared/suggest/mixture.ts";
import type { Member } from "../../../shared/suggest/mixture.ts";

/** The mixture's members of all questions of a ledger, one after the other. */
export interface MemberTable {
  /** First member of each question, plus the end. */
  readonly starts: Int32Array;
  readonly kind: Uint8Array;
  /** `memberInputCount` numbers per member. */
  readonly inputs: Float32Array;
  /** First share of each member, plus the end. */
  readonly shareStarts: Int32Array;
  readonly at: Uint8Array;
  readonly share: Float32Array;
}

/** Collects members question by question. */
export function memberTable(): { add: (members: readonly Member[]) => void; done: () => MemberTable } {
  const starts = [0];
  const kind: number[] = [];
  const inputs: number[] = [];
  const shareStarts = [0];
  const at: number[] = [];
  const share: number[] = [];
  return {
    add(members) {
      for (const member of members) {
        kind.push(member.kind);
        for (let i = 0; i < memberInputCount; i++) inputs.push(member.inputs[i] ?? 0);
        for (let k = 0; k < member.at.length; k++) {
          at.push(member.at[k]!);
          share.push(member.share[k]!);
        }
        shareStarts.push(at.length);
      }
      starts.push(kind.length);
    },
    done: () => ({
      starts: Int32Array.from(starts), kind: Uint8Array.from(kind), inputs: Float32Array.from(inputs), shareStarts: Int32Array.from(shareStarts),
      at: Uint8Array.from(at), share: Float32Array.from(share),
    }),
  };
}

/** The members of one question, as they went in. */
export function membersOf(table: MemberTable, question: number): Member[] {
  const members: Member[] = [];
  for (let k = table.starts[question]!; k < table.starts[question + 1]!; k++) {
    const [from, to] = [table.shareStarts[k]!, table.shareStarts[k + 1]!];
    members.push({
      kind: table.kind[k]!, inputs: Array.from(table.inputs.subarray(k * memberInputCount, (k + 1) * memberInputCount)),
      at: Array.from(table.at.subarray(from, to)), share: Array.from(table.share.subarray(from, to)),
    });
  }
  return members;
}
