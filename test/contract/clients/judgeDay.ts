import { describedApi, type Exchange } from "../openapi/describedApi.ts";
import { readDescription } from "../openapi/description.ts";

/** Which description a path of api.xero.com belongs to, and what stands before the description's own paths. */
const apis = [["/api.xro/2.0/", "xero_accounting", "/api.xro/2.0"], ["/projects.xro/2.0/", "xero-projects", "/projects.xro/2.0"], ["/connections", "xero-identity", ""]] as const;

/** Xero's names of the operations that were answered, and how the answers differ from what is described. Files are no JSON and are passed over. */
export function judgeDay(exchanges: readonly Exchange[]): { operations: Set<string>; differences: string[] } {
  const described = apis.map(([path, name, root]) => [path, describedApi(readDescription(name), root)] as const);
  const operations = new Set<string>();
  const differences = new Set<string>();
  for (const exchange of exchanges) {
    const { pathname } = new URL(exchange.url);
    const api = described.find(([path]) => pathname.startsWith(path))?.[1];
    if (api === undefined || /\/Attachments\/./.test(pathname) || exchange.status === 404) continue;
    const judged = api.judge(exchange);
    if (judged.operation !== null) operations.add(judged.operation);
    // What others' clients ask is theirs to answer for; how it is answered is the stand-in's.
    for (const each of judged.differences) if (/^\w+ \d{3} /.test(each) || judged.operation === null) differences.add(each);
  }
  return { operations, differences: [...differences] };
}
