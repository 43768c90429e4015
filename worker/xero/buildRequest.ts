import sdk from "xero-node/dist/gen/api/accountingApi.js";
import type { AccountingApi } from "xero-node/dist/gen/api/accountingApi.js";
import type { SdkRequest } from "./axiosTransport.ts";

/** One request to Xero as plain data: it can be stored, hashed, and sent again byte for byte. */
export interface XeroRequest {
  method: string;
  /** From the API's root, query included: `/api.xro/2.0/Invoices?page=1`. */
  path: string;
  ifModifiedSince: string | null;
  /** JSON text; null where there is none. */
  body: string | null;
}

/**
 * Lets xero-node build one request. `body` is our own wire body: the SDK's serializer would drop fields it does not know and turn
 * text that starts with "/Date(" into a Date (xero-node issue 746).
 */
export async function buildRequest(
  call: (api: AccountingApi) => Promise<unknown>,
  body: unknown = null,
): Promise<XeroRequest> {
  const api = new sdk.AccountingApi("/api.xro/2.0");
  const captured: SdkRequest[] = [];
  api.setDefaultAuthentication({
    applyToRequest: (request: object) => {
      Object.assign(request, { capture: (built: SdkRequest) => captured.push(built) });
    },
  } as unknown as Parameters<AccountingApi["setDefaultAuthentication"]>[0]);
  await call(api);
  const built = captured[0];
  if (built === undefined) throw new Error("xero-node built no request");
  const since = built.headers["If-Modified-Since"];
  return {
    method: built.method,
    path: built.url + queryText(built.params),
    // Xero reads UTC seconds; others saw forms with milliseconds ignored (xero-node issues 198 and 272).
    ifModifiedSince: typeof since === "string" ? since.replace(/(\.\d+)?Z$/, "") : null,
    body: body === null ? null : JSON.stringify(body),
  };
}

/** %20 for spaces and %2C for commas: Xero's own examples; URLSearchParams would write "+". */
function queryText(params: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(params)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}
