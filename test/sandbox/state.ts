import type { WorldState } from "./world.ts";

/** The world as text: Maps become {"$map": [[key, value], …]}, everything else is JSON already. */
export function stateToText(state: WorldState): string {
  return JSON.stringify(state, (_, value: unknown) => (value instanceof Map ? { $map: [...(value as Map<string, unknown>)] } : value));
}

const isRecord = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Map);
const isMap = (value: unknown) => value instanceof Map;
/** What every saved world holds. A text that lacks any of it is refused before the world of now is touched. */
const parts: Record<keyof WorldState, (value: unknown) => boolean> = {
  random: isRecord, nowMs: Number.isFinite, organisations: Array.isArray, apps: Array.isArray, users: Array.isArray, connections: Array.isArray, tokens: isRecord, webhook: isRecord, limits: isRecord,
  idempotency: isMap, log: isRecord, assumptions: isRecord, faults: isRecord, tier: (value) => value === "starter" || value === "core", rooms: isMap,
};

export function stateFromText(text: string): WorldState {
  const read: unknown = JSON.parse(text, (_, value: unknown) => {
    if (typeof value === "object" && value !== null && "$map" in value && Array.isArray(value.$map)) return new Map(value.$map as [unknown, unknown][]);
    return value;
  });
  const fits = typeof read === "object" && read !== null && Object.entries(parts).every(([name, isRight]) => isRight((read as Record<string, unknown>)[name]));
  if (!fits) throw new TypeError("This is no saved stand-in");
  return read as WorldState;
}
