/** What a handler decided, before it becomes a Response. `body` undefined = no body at all. */
export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** For bodies that are no JSON: plain-text 404s, attachments. */
  raw?: { content: string | Uint8Array<ArrayBuffer>; contentType: string };
  /** The writes are to be taken back although an answer is given. */
  isRefusal?: boolean;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });

/** 404s are plain text (facts §5.12). */
export const notFound = (): Answer => ({
  status: 404,
  raw: { content: "The resource you're looking for cannot be found", contentType: "text/html; charset=utf-8" },
});

/** 401 and 403 speak another JSON than validation does (facts §5.12). */
export function unauthorised(detail: string, status: 401 | 403 = 401, challenge?: string): Answer {
  return {
    status,
    body: { Type: null, Title: status === 401 ? "Unauthorized" : "Forbidden", Status: status, Detail: detail, Instance: "3d1b7e0c-5a0f-4f0e-9a43-6c2b1f0e8d11", Extensions: {} },
    ...(challenge === undefined ? {} : { headers: { "WWW-Authenticate": challenge } }),
  };
}

export const postDataInvalid = (message: string): Answer => ({ status: 400, body: { ErrorNumber: 14, Type: "PostDataInvalidException", Message: message }, isRefusal: true });
export const queryNotReadable = (message: string): Answer => ({ status: 400, body: { ErrorNumber: 16, Type: "QueryParseException", Message: message } });

export const validationFailed = (elements: unknown[]): Answer => ({
  status: 400,
  body: { ErrorNumber: 10, Type: "ValidationException", Message: "A validation exception occurred", Elements: elements },
  isRefusal: true,
});

export const unknownError = (): Answer => ({ status: 500, body: { ErrorNumber: 500, Type: "UnknownErrorException", Message: "An error occurred in Xero. Check the API Status page http://status.developer.xero.com for current service status." } });
