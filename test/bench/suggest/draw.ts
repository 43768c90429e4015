/** Which candidate of each question of a ledger was right, or -1. */
interface Answers {
  readonly truth: Int32Array;
}

/** A question that is learned from: of which ledger, which one, and what it weighs. */
export interface Drawn {
  readonly ledger: number;
  readonly question: number;
  readonly worth: number;
}

/** A large ledger speaks with this many of its questions, drawn by the seed: more made no difference but time. */
const questionsPerLedger = 4_000;

/** mulberry32: a small seeded generator, so that a fit is repeatable. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function shuffle(list: unknown[], next: () => number): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
}

/** The questions to learn from, those whose right answer is among the candidates. All ledgers weigh the same, as each is judged the same. */
export function draw(ledgers: readonly Answers[], next: () => number): Drawn[] {
  const size = (answers: Answers): number => Math.min(questionsPerLedger, answers.truth.length);
  const mean = ledgers.reduce((sum, one) => sum + size(one), 0) / ledgers.length;
  return ledgers.flatMap((answers, ledger) => {
    const answerable = [...answers.truth.keys()].filter((question) => answers.truth[question]! >= 0);
    shuffle(answerable, next);
    return answerable.slice(0, questionsPerLedger).map((question) => ({ ledger, question, worth: mean / size(answers) }));
  });
}
