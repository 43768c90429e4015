import type { WireFault } from "../world/wire.ts";

const status = (code: number, body = "", headers: Record<string, string> = {}): Response => new Response(body, { status: code, headers: { "content-type": "application/json", ...headers } });

/** A list that is whole and well-formed, and empty, though Xero has rows: a view that lags behind. */
async function emptied(answer: Response): Promise<Response> {
  const text = await answer.text();
  const body = text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : {};
  const lists = Object.fromEntries(Object.entries(body).map(([name, value]) => [name, Array.isArray(value) ? [] : value]));
  return status(answer.status, JSON.stringify("pagination" in lists ? { ...lists, pagination: { page: 1, pageSize: 1_000, pageCount: 0, itemCount: 0 } } : lists));
}

/** Faults on the line that the stand-in has no name for. */
const faults: readonly WireFault[] = [
  { kind: "empty-body", on: "read", answer: async () => status(200) },
  { kind: "another-list", on: "read", answer: async () => status(200, '{"Currencies":[]}') },
  { kind: "empty-list", on: "read", answer: async (_, pass) => emptied(await pass()) },
  { kind: "line-lost-under-body", on: "read", answer: async (_, pass) => (await pass(), Promise.reject(new TypeError("terminated"))) },
  { kind: "empty-body-after-commit", on: "write", answer: async (_, pass) => (await pass(), status(200)) },
  { kind: "html-after-commit", on: "write", answer: async (_, pass) => (await pass(), status(200, "<html>", { "content-type": "text/html" })) },
  { kind: "gateway-timeout-before-commit", on: "write", answer: async () => status(504, "<html>", { "content-type": "text/html" }) },
];

export const WIRE_FAULTS: ReadonlyMap<string, WireFault> = new Map(faults.map((fault) => [fault.kind, fault]));
