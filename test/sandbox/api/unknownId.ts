import { notFound, unknownError, type Answer } from "./answer.ts";
import type { Call } from "./call.ts";

/** An id of no record of this organisation: a plain-text 404, or a 500 (facts §5.1). */
export function unknownId(call: Call): Answer {
  return call.world.state.assumptions.foreignGuid === "404" ? notFound() : unknownError();
}
