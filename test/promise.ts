import { test } from "vitest";

/**
 * A test that holds a promise of the product. `npm run promises` lists every one in docs/promises.md.
 *
 * @param rows ids of the promises, such as "OP-07"
 * @param observed where the outcome was looked up: "D1", "the stand-in's log", "pixels in Chromium", "stored rows"
 * @param sentence what is asserted, as a person would say it
 */
export function promise(rows: readonly string[], observed: string, sentence: string, body: () => void | Promise<void>, timeoutMs?: number): void {
  test(`${sentence} [${rows.join(" ")}] (${observed})`, body, timeoutMs);
}
