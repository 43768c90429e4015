import type { EngineRefusal } from "./engine.ts";
import { refuse } from "./refuse.ts";

/** The engine's refusal as a problem document. */
export function refuseWith({ code, sentence, remedy, at }: EngineRefusal): never {
  return refuse(code, sentence, { ...(remedy === undefined ? {} : { remedy }), ...(at === undefined ? {} : { at }) });
}
