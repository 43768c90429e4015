import { problem } from "../../shared/api/problem.ts";
import type { EngineRefusal } from "./engine.ts";
import { Refusal } from "./refuse.ts";

/** The engine's refusal as a problem document; one that is only for the moment says when to come again. */
export function refuseWith({ code, sentence, remedy, at }: EngineRefusal): never {
  const more = { ...(remedy === undefined ? {} : { remedy }), ...(at === undefined ? {} : { at }) };
  throw new Refusal(problem(code, sentence, more), code === "busy" ? { "Retry-After": "2" } : {});
}
