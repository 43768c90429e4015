import type { Sandbox } from "../../sandbox/sandbox.ts";

/** What an answer is turned into on its way; `commits`: Xero has done what was asked. */
export interface WireFault {
  kind: string;
  on: "read" | "write";
  answer(request: Request, pass: () => Promise<Response>): Promise<Response>;
}

/** One request as it left us. */
export interface Passed {
  at: number;
  tenantId: string | null;
  /** Whose work it was; null for tokens and connections. */
  meant: string | null;
  method: string;
  path: string;
  status: number | null;
  retryAfterMs: number | null;
  problem: string | null;
  /** Our process was there to hear the answer. */
  heard: boolean;
}

export interface Wire {
  passed: Passed[];
  /** Strikes the next request that fits, once. */
  armed: WireFault[];
  pass(url: string, init: RequestInit): Promise<Response>;
  passFor(tenantId: string, url: string, init: RequestInit): Promise<Response>;
  /** The answer reached who asked. */
  hear(answer: Response): Response;
}

interface WireOptions {
  sandbox: Sandbox;
  now: () => number;
  smallPages: boolean;
  fired: (kind: string) => void;
  /** Told of the access token of each request to the API. */
  usesToken: (token: string) => void;
}

/** The line between us and the stand-in: notes what passes, spoils an answer where a schedule said so. */
export function createWire({ sandbox, now, smallPages, fired, usesToken }: WireOptions): Wire {
  const send = async (meant: string | null, url: string, init: RequestInit): Promise<Response> => {
    const { signal: _, ...rest } = init;
    const request = new Request(smallPages ? url.replace("pageSize=1000", "pageSize=3") : url, rest);
    const entry: Passed = { at: now(), tenantId: request.headers.get("xero-tenant-id"), meant, method: request.method, path: new URL(url).pathname, status: null, retryAfterMs: null, problem: null, heard: false };
    wire.passed.push(entry);
    if (meant !== null) usesToken((request.headers.get("authorization") ?? "").replace("Bearer ", ""));
    const pass = (): Promise<Response> => sandbox.fetch(request);
    const on = request.method === "GET" ? "read" : "write";
    const fault = meant === null ? undefined : wire.armed.find((one) => one.on === on);
    if (fault !== undefined) {
      wire.armed = wire.armed.filter((one) => one !== fault);
      fired(fault.kind);
    }
    const response = fault === undefined ? await pass() : await fault.answer(request, pass);
    const retryAfter = response.headers.get("retry-after");
    Object.assign(entry, { status: response.status, retryAfterMs: retryAfter === null ? null : Number(retryAfter) * 1_000, problem: response.headers.get("x-rate-limit-problem") });
    entryOf.set(response, entry);
    return response;
  };
  const entryOf = new WeakMap<Response, Passed>();
  const wire: Wire = {
    passed: [],
    armed: [],
    pass: (url, init) => send(null, url, init),
    passFor: (tenantId, url, init) => send(tenantId, url, init),
    hear: (answer) => {
      const entry = entryOf.get(answer);
      if (entry !== undefined) entry.heard = true;
      return answer;
    },
  };
  return wire;
}
