import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { claimRequest, finishRequest, releaseRequest } from "../store/reads/requests.ts";
import type { HttpDeps, HttpEnv } from "./deps.ts";
import { bodyText } from "./input.ts";
import { Refusal, refuse } from "./refuse.ts";
import { sha256 } from "./sha256.ts";

/** A request that has not ended after this was cut off: the next with its id does the work again, on the same record id. */
const CLAIM_MS = 60_000;

/**
 * Runs `work` once per Request-Id: the same id again gives the first answer, another request under it is refused. Without the header
 * it just runs. `work` is handed an id derived from the Request-Id, so that even a request cut off half-way and sent again makes one
 * record: the second finds the first's.
 */
export async function idempotent(
  c: Context<HttpEnv>,
  deps: HttpDeps,
  organisationId: string,
  work: (newId: string) => Promise<Response>,
): Promise<Response> {
  const requestId = c.req.header("Request-Id");
  if (requestId === undefined) return work(deps.ids.uuid());
  if (!/^[\x21-\x7e]{8,128}$/.test(requestId))
    refuse("invalid_input", "Request-Id must be 8 to 128 characters without spaces.", { at: "Request-Id" });
  const caller = c.get("caller");
  const bodyHash = await sha256(`${c.req.method} ${c.req.path}\n${caller.actor.id}\n${c.req.header("If-Match") ?? ""}\n${await bodyText(c)}`);
  const now = deps.clock.now();
  const claim = await claimRequest(deps.db, { organisationId, id: requestId, bodyHash, now, staleBefore: now - CLAIM_MS });
  if (claim.type === "different") refuse("request_id_reused", `Request-Id ${requestId} belongs to an earlier, different request.`);
  if (claim.type === "busy") throw new Refusal(busy(requestId), { "Retry-After": "2" });
  if (claim.type === "answered")
    return c.body(claim.response, claim.status as ContentfulStatusCode, {
      "Content-Type": claim.status < 400 ? "application/json" : "application/problem+json",
      "Request-Replayed": "true",
    });
  try {
    const response = await work(derivedId(await sha256(`${organisationId}\n${requestId}`)));
    await finishRequest(deps.db, { organisationId, id: requestId, status: response.status, response: await response.clone().text() });
    return response;
  } catch (error) {
    if (error instanceof Refusal && error.problem.status < 500)
      await finishRequest(deps.db, { organisationId, id: requestId, status: error.problem.status, response: JSON.stringify(error.problem) });
    else await releaseRequest(deps.db, { organisationId, id: requestId });
    throw error;
  }
}

function busy(requestId: string) {
  return {
    type: "https://marginalia.example/problems/not_possible_now",
    title: "Not possible now",
    status: 409,
    code: "not_possible_now" as const,
    detail: `The request ${requestId} is still being handled.`,
    remedy: "Send it again in a few seconds, with the same Request-Id.",
  };
}

/** Thirty-two hex digits in the shape of a UUID (version 8: made by the application). */
function derivedId(hash: string): string {
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
