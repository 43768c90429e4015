import { readFileSync } from "node:fs";

/**
 * Read-only checks against a real demo company, for whoever has one: `npm run verify:xero`. Needs XERO_ACCESS_TOKEN and XERO_TENANT_ID
 * (or the same names in .dev.vars). Every request is a GET.
 */
const settings = { ...devVars(), ...process.env };
const token = settings["XERO_ACCESS_TOKEN"];
const tenant = settings["XERO_TENANT_ID"];
const api = settings["XERO_API_URL"] ?? "https://api.xero.com";
if (!token || !tenant) {
  console.error("Set XERO_ACCESS_TOKEN and XERO_TENANT_ID of a demo company's connection. Nothing was asked.");
  process.exit(2);
}

interface Check {
  question: string;
  path: string;
  headers?: Record<string, string>;
  says(answer: Response, body: string): string;
}

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${api}/api.xro/2.0${path}`, { headers: { Authorization: `Bearer ${token}`, "Xero-Tenant-Id": tenant, Accept: "application/json", ...headers } });

const organisation = await get("/Organisation");
if (!organisation.ok) {
  console.error(`Xero answered ${organisation.status} to GET /Organisation. Check the token and the tenant id.`);
  process.exit(1);
}
const facts = ((await organisation.json()) as { Organisations: [{ Name: string; ShortCode: string; IsDemoCompany: boolean }] }).Organisations[0];
if (!facts.IsDemoCompany) {
  console.error(`${facts.Name} is not a demo company. Nothing more was asked.`);
  process.exit(1);
}

const newest = (await (await get("/Invoices?page=1&pageSize=1&order=UpdatedDateUTC%20DESC")).json()) as { Invoices: { UpdatedDateUTC: string }[] };
const newestAt = Number(/-?\d+/.exec(newest.Invoices[0]?.UpdatedDateUTC ?? "")?.[0] ?? 0);
const newestSecond = new Date(newestAt).toISOString().slice(0, 19);

const CHECKS: readonly Check[] = [
  {
    question: "Does If-Modified-Since include its own second?",
    path: "/Invoices?page=1&pageSize=1",
    headers: { "If-Modified-Since": newestSecond },
    says: (_, body) => (body.includes("InvoiceID") ? "yes, or the newest record is within it" : "no"),
  },
  { question: "Is a list without changes 200 or 304?", path: "/Invoices?page=1", headers: { "If-Modified-Since": "2099-01-01T00:00:00" }, says: ({ status }) => String(status) },
  { question: "Which status has a missing scope (Journals)?", path: "/Journals", says: ({ status }) => String(status) },
  { question: "Which body has an unknown id?", path: "/Invoices/00000000-0000-4000-8000-000000000000", says: ({ status }, body) => `${status}, ${body.trim().startsWith("{") ? "JSON" : "plain text"}` },
  { question: "Which limits do the headers name?", path: "/TaxRates", says: ({ headers }) => [...headers.keys()].filter((name) => name.endsWith("remaining")).join(", ") },
];

console.log(`Demo company ${facts.Name} (${facts.ShortCode})`);
for (const check of CHECKS) {
  const answer = await get(check.path, check.headers);
  console.log(`${check.question} ${check.says(answer, await answer.text())}`);
}

function devVars(): Record<string, string> {
  try {
    const lines = readFileSync(new URL("../.dev.vars", import.meta.url), "utf8").split("\n");
    return Object.fromEntries(lines.flatMap((line) => [...line.matchAll(/^([A-Z_]+)="?([^"]*)"?$/g)].map(([, name = "", value = ""]) => [name, value])));
  } catch {
    return {};
  }
}
