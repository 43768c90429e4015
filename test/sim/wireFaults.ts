/** Faults between us and Xero, as data: what happens to one request. `commits` says whether Xero has done what was asked. */
export interface WireFault {
  name: string;
  on: "read" | "write" | "any";
  commits: boolean;
  answer(request: Request, pass: (request: Request) => Promise<Response>): Promise<Response>;
}

const status = (code: number, headers: Record<string, string> = {}, body = ""): Response => new Response(body, { status: code, headers });
const limit = (problem: string, seconds?: number): WireFault => ({
  name: `429 ${problem}${seconds === undefined ? " without a time" : ""}`, on: "any", commits: false,
  answer: async () => status(429, { "x-rate-limit-problem": problem, ...(seconds === undefined ? {} : { "retry-after": String(seconds) }) }),
});
const before = (name: string, code: number, body = "", headers: Record<string, string> = {}): WireFault => ({
  name, on: "any", commits: false, answer: async () => status(code, headers, body),
});
const after = (name: string, make: (answer: Response) => Promise<Response>): WireFault => ({
  name, on: "any", commits: true, answer: async (request, pass) => make(await pass(request)),
});
const lost = (): never => {
  throw new TypeError("fetch failed");
};

export const WIRE_FAULTS: readonly WireFault[] = [
  limit("minute", 20),
  limit("day", 600),
  limit("concurrent"),
  limit("appminute"),
  before("500", 500),
  before("502", 502),
  before("503", 503),
  before("504", 504),
  before("HTML instead of JSON", 500, "<html>Sorry</html>", { "content-type": "text/html" }),
  before("401 once", 401, '{"Detail":"TokenExpired"}'),
  { name: "connection refused", on: "any", commits: false, answer: async () => lost() },
  { name: "200 with an empty body", on: "read", commits: false, answer: async () => status(200) },
  { name: "200 with HTML", on: "read", commits: false, answer: async () => status(200, {}, "<html>") },
  { name: "200 with another list", on: "read", commits: false, answer: async () => status(200, {}, '{"Currencies":[]}') },
  after("answer lost", async () => lost()),
  after("500 after commit", async () => status(500)),
  after("answer cut short", async (answer) => status(answer.status, {}, (await answer.text()).slice(0, 60))),
  after("HTML after commit", async () => status(200, {}, "<html>")),
  after("empty after commit", async () => status(200)),
  {
    name: "an unknown field", on: "read", commits: true,
    answer: async (request, pass) => {
      const answer = await pass(request);
      const text = await answer.text();
      return new Response(text.replaceAll(/"(InvoiceID|ContactID)"/g, '"BrandNew":{"deep":[1]},"$1"'), { status: answer.status, headers: answer.headers });
    },
  },
];
