import type { Stack } from "../e2e/stack.ts";

/** Xero allows 60 calls a minute for an organisation; some are left to what the Worker does beside. */
const CALLS_A_MINUTE = 50;
const MINUTE_MS = 60_000;
const LOOK_EVERY_MS = 100;

/** Waits while an organisation has used most of its minute, so that what is measured next is not Xero's limit. @returns milliseconds waited. */
export async function pace({ sandbox }: Stack, tenantId: string): Promise<number> {
  const startedAt = Date.now();
  const isFull = (): boolean => sandbox.log.entries.filter((entry) => entry.tenantId === tenantId && entry.atMs > sandbox.clock.now() - MINUTE_MS).length >= CALLS_A_MINUTE;
  while (isFull()) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  return Date.now() - startedAt;
}
