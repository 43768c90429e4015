/** A seeded stream of numbers whose whole state is four integers, so that it can be saved and resumed. */
export interface RandomState {
  a: number;
  b: number;
  c: number;
  counter: number;
}

export function seedRandom(seed: number): RandomState {
  const state: RandomState = { a: 0x9e3779b9, b: seed | 0, c: (seed / 2 ** 32) | 0, counter: 1 };
  for (let round = 0; round < 15; round += 1) nextUint32(state);
  return state;
}

/** sfc32 (Doty-Humphrey, PractRand): small, fast and good enough to shuffle and to make ids. */
function nextUint32(state: RandomState): number {
  const result = (((state.a + state.b) | 0) + state.counter) | 0;
  state.counter = (state.counter + 1) | 0;
  state.a = state.b ^ (state.b >>> 9);
  state.b = (state.c + (state.c << 3)) | 0;
  state.c = (((state.c << 21) | (state.c >>> 11)) + result) | 0;
  return result >>> 0;
}

/** Between 0 and 1, 1 excluded. */
export function nextFraction(state: RandomState): number {
  return nextUint32(state) / 2 ** 32;
}

/** A whole number from `from` up to and including `to`. */
export function nextBetween(state: RandomState, from: number, to: number): number {
  return from + Math.floor(nextFraction(state) * (to - from + 1));
}

export function pick<T>(state: RandomState, from: readonly T[]): T {
  const chosen = from[Math.floor(nextFraction(state) * from.length)];
  if (chosen === undefined) throw new RangeError("Cannot pick from an empty list");
  return chosen;
}

/** Shuffles in place (Fisher-Yates). */
export function shuffle<T>(state: RandomState, list: T[]): T[] {
  for (let index = list.length - 1; index > 0; index -= 1) {
    const other = nextBetween(state, 0, index);
    const kept = list[index] as T;
    list[index] = list[other] as T;
    list[other] = kept;
  }
  return list;
}

const hex8 = (value: number) => value.toString(16).padStart(8, "0");

/** A version 4 GUID, lower case with dashes, as Xero prints its ids. */
export function nextGuid(state: RandomState): string {
  const first = hex8(nextUint32(state));
  const second = hex8(((nextUint32(state) & 0xffff0fff) | 0x00004000) >>> 0);
  const third = hex8(((nextUint32(state) & 0x3fffffff) | 0x80000000) >>> 0);
  const last = hex8(nextUint32(state));
  return `${first}-${second.slice(0, 4)}-${second.slice(4)}-${third.slice(0, 4)}-${third.slice(4)}${last}`;
}

const secretAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** An opaque secret of `length` characters out of [A-Za-z0-9-_]. */
export function nextSecret(state: RandomState, length: number): string {
  let secret = "";
  for (let index = 0; index < length; index += 1) secret += secretAlphabet[nextUint32(state) & 63];
  return secret;
}
