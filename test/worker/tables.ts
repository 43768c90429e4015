import { reset, applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";

const bindings = env as unknown as { DB: D1Database; MIGRATIONS: Parameters<typeof applyD1Migrations>[1] };

export const tables = {
  keys: [{ id: "k", bytes: new Uint8Array(32).fill(5) }],
  /** An empty, migrated D1. `reset` drops everything, the tables too. */
  fresh: async (): Promise<D1Database> => {
    await reset();
    await applyD1Migrations(bindings.DB, bindings.MIGRATIONS);
    return bindings.DB;
  },
};
