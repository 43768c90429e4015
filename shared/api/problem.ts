/** RFC 9457 problem document, with what to do next. `code` is stable; the sentences may be reworded. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ProblemCode;
  /** What happened, in one plain sentence. */
  detail: string;
  /** What to do next. */
  remedy: string;
  /** Where in the input, as a path such as "lines.0.accountCode". */
  at?: string;
}

interface ProblemKind {
  status: number;
  title: string;
  remedy: string;
}

/** Every problem a client can see. The remedy here is the default; a route may say something more exact. */
export const PROBLEMS = {
  malformed_json: { status: 400, title: "Not JSON", remedy: "Send a JSON object with Content-Type application/json." },
  invalid_input: { status: 422, title: "Not valid", remedy: "Correct the named field and send it again." },
  unknown_field: { status: 422, title: "Unknown field", remedy: "Leave the named field out; /openapi.json lists the known ones." },
  unknown_reference: { status: 422, title: "Not known here", remedy: "Use an id or code of this organisation that is active." },
  too_large: { status: 413, title: "Too large", remedy: "Send less than 1 MB at once." },
  unauthorised: { status: 401, title: "Not signed in", remedy: "Send a valid key in the Authorization header, or sign in again." },
  forbidden: { status: 403, title: "Not allowed", remedy: "Ask an admin of your firm for the right." },
  organisation_missing: { status: 400, title: "No organisation", remedy: "Name the organisation in the Organisation header." },
  busy: { status: 503, title: "Too much at once", remedy: "Send it again in a few seconds, with the same Request-Id." },
  not_found: { status: 404, title: "Not found", remedy: "Check the id. Records of other organisations are never shown." },
  method_not_allowed: { status: 405, title: "Not possible here", remedy: "See /openapi.json for what this address takes." },
  revision_conflict: { status: 409, title: "Changed meanwhile", remedy: "Read the record again and send your change with its new revision." },
  request_id_reused: { status: 409, title: "Request id used before", remedy: "Use a new Request-Id for a different request." },
  not_possible_now: { status: 409, title: "Not possible now", remedy: "Read the record again: its state says what can be done." },
  wrong_organisation: { status: 409, title: "Wrong organisation", remedy: "Open the document in the organisation it belongs to." },
  xero_refused: { status: 422, title: "Xero refused", remedy: "Change what Xero names and try again." },
  xero_unavailable: { status: 503, title: "Xero does not answer", remedy: "Nothing is lost: it is tried again by itself." },
  rate_limited: { status: 429, title: "Too many requests", remedy: "Wait as long as Retry-After says." },
  sign_in_needed: { status: 409, title: "Xero sign-in needed", remedy: "An admin connects Xero again in the extension's popup." },
  not_configured: { status: 500, title: "Not set up", remedy: "Set the named settings and start again." },
  internal: { status: 500, title: "Something broke", remedy: "Try again; if it stays, tell your admin the time it happened." },
} as const satisfies Record<string, ProblemKind>;
export type ProblemCode = keyof typeof PROBLEMS;

/** A problem document for `code`. `detail` says what happened this time. */
export function problem(code: ProblemCode, detail: string, more: { remedy?: string; at?: string } = {}): Problem {
  const kind = PROBLEMS[code];
  return {
    type: `https://marginalia.example/problems/${code}`,
    title: kind.title,
    status: kind.status,
    code,
    detail,
    remedy: more.remedy ?? kind.remedy,
    ...(more.at === undefined ? {} : { at: more.at }),
  };
}
