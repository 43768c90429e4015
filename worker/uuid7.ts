/** UUID version 7 (RFC 9562 §5.7): sorts by time. `random` gives fresh random bytes. */
export function uuid7(nowMs: number, random: (count: number) => Uint8Array): string {
  const bytes = random(16);
  let time = Math.max(0, Math.trunc(nowMs));
  for (let index = 5; index >= 0; index -= 1) {
    bytes[index] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
