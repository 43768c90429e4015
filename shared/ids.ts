import { assert } from "./assert.ts";

/**
 * UUIDv7 (RFC 9562 §5.7) from a time and ten random bytes: sorts by time, so new rows land at the end of an index.
 * Time and randomness are passed in; the same arguments give the same id.
 */
export function uuidv7(atMs: number, random: Uint8Array): string {
  assert(Number.isInteger(atMs) && atMs >= 0 && atMs < 2 ** 48, `A UUIDv7 takes whole milliseconds below 2^48, not ${atMs}`);
  assert(random.length >= 10, `A UUIDv7 takes 10 random bytes, not ${random.length}`);
  const time = atMs.toString(16).padStart(12, "0");
  const byte = (index: number) => random[index]!.toString(16).padStart(2, "0");
  const version = `7${byte(0).slice(1)}${byte(1)}`;
  const variant = `${(0x80 | (random[2]! & 0x3f)).toString(16)}${byte(3)}`;
  const rest = [4, 5, 6, 7, 8, 9].map(byte).join("");
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${variant}-${rest}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether the text has the form of a UUID, ours or Xero's. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
