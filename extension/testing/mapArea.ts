import type { Area } from "../data/storage.ts";

/** A storage area that lives in a Map. */
export function mapArea(): Area {
  const values = new Map<string, unknown>();
  return {
    get: async (key) => structuredClone(values.get(key)),
    set: async (key, value) => void values.set(key, structuredClone(value)),
    remove: async (key) => void values.delete(key),
  };
}
