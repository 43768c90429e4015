/** A rule of this code was broken: a bug here, never bad input. Kept on in production, because going on would be worse. */
export class AssertionFailure extends Error {
  override readonly name = "AssertionFailure";
}

/** `sentence` is only built when the condition fails, so a costly one may be passed as a function. */
export function assert(condition: unknown, sentence: string | (() => string)): asserts condition {
  if (condition) return;
  throw new AssertionFailure(typeof sentence === "string" ? sentence : sentence());
}
