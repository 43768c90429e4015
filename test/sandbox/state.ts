import type { WorldState } from "./world.ts";

/** The world as text: Maps become {"$map": [[key, value], …]}, everything else is JSON already. */
export function stateToText(state: WorldState): string {
  return JSON.stringify(state, (_, value: unknown) => (value instanceof Map ? { $map: [...(value as Map<string, unknown>)] } : value));
}

export function stateFromText(text: string): WorldState {
  const read: unknown = JSON.parse(text, (_, value: unknown) => {
    if (typeof value === "object" && value !== null && "$map" in value && Array.isArray(value.$map)) return new Map(value.$map as [unknown, unknown][]);
    return value;
  });
  if (typeof read !== "object" || read === null || !("organisations" in read) || !("tokens" in read)) throw new TypeError("This is no saved stand-in");
  return read as WorldState;
}
