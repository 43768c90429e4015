/**
 * Stands in for axios under xero-node (the `axios` alias). The SDK knows every path, query and header of Xero's API, so it builds
 * the requests; it never sends one: its GETs carry a body that Workers refuse, it has no time-out, and it drops unknown fields of
 * answers. What it built is handed to `capture`, and worker/xero/sendRequest.ts sends it.
 */
export interface SdkRequest {
  method: string;
  url: string;
  params: Readonly<Record<string, unknown>>;
  headers: Readonly<Record<string, unknown>>;
  data: unknown;
  /** Put there by our authentication object, which the SDK calls with every request. */
  capture?: (request: SdkRequest) => void;
}

// A default export, because that is what the SDK imports from axios.
export default async function axiosTransport(request: SdkRequest): Promise<{ status: number; data: undefined }> {
  if (request.capture === undefined) throw new Error("xero-node may only build requests here, not send them");
  request.capture(request);
  return { status: 200, data: undefined };
}
