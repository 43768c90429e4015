/** Slips of the pen in a name: one in a short one, two in a long one. */
const LONG_NAME = 10;
const SHORTEST_NAME = 5;
/** "Harbour Films" and "Harbour Films Sydney": the shorter one's words must say something by themselves. */
const SHARED_WORDS = 2;

/**
 * Whether two different normalised names may mean one business: a slip of the pen apart, or one with more words than the other. Names that
 * differ in a number ("Unit 4", "Unit 5") are meant to differ. Never proof: a person is asked.
 */
export function isSimilarName(a: string, b: string): boolean {
  if (a === b || numbersOf(a) !== numbersOf(b)) return false;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < SHORTEST_NAME) return false;
  if (contains(long.split(" "), short.split(" "))) return true;
  const slips = short.length >= LONG_NAME ? 2 : 1;
  return long.length - short.length <= slips && distance(short, long) <= slips;
}

function numbersOf(name: string): string {
  return (name.match(/\d+/g) ?? []).join(" ");
}

function contains(words: readonly string[], some: readonly string[]): boolean {
  return some.length >= SHARED_WORDS && some.every((word) => words.includes(word));
}

/** Insertions, removals and changes of a letter that turn one text into the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
