import type { Answer } from "./decided.ts";

/** What each of several requests came to, in order: those that are still open are settled together. */
export async function settledTogether<Open extends object>(asked: readonly (Open | Answer)[], settle: (open: readonly Open[]) => Promise<readonly Answer[]>): Promise<Answer[]> {
  const isAnswer = (one: Open | Answer): one is Answer => "ok" in one;
  const open = asked.filter((one): one is Open => !isAnswer(one));
  const settled = open.length === 0 ? [] : await settle(open);
  let next = 0;
  return asked.map((one) => (isAnswer(one) ? one : settled[next++]!));
}
