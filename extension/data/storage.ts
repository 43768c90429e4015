import type { Settings } from "./messages.ts";

/** A key-value area of the browser, as far as we use it; in tests a Map. */
export interface Area {
  get: (key: string) => Promise<unknown>;
  set: (key: string, value: unknown) => Promise<void>;
  remove: (key: string) => Promise<void>;
}

/** What the extension keeps. The session token lies in `local`, which the background worker closes to content scripts before anything is stored. */
export interface Stored {
  workerUrl: string | null;
  session: { token: string; expiresAt: number; member: NonNullable<Settings["signedIn"]> } | null;
  organisationId: string | null;
}

const KEYS = ["workerUrl", "session", "organisationId"] as const;

export function createStore(local: Area) {
  return {
    async read(): Promise<Stored> {
      const [workerUrl, session, organisationId] = await Promise.all(KEYS.map((key) => local.get(key)));
      return {
        workerUrl: typeof workerUrl === "string" ? workerUrl : null,
        session: isSession(session) ? session : null,
        organisationId: typeof organisationId === "string" ? organisationId : null,
      };
    },
    async write(changes: Partial<Stored>): Promise<void> {
      for (const [key, value] of Object.entries(changes)) await (value === null ? local.remove(key) : local.set(key, value));
    },
  };
}
export type Store = ReturnType<typeof createStore>;

function isSession(value: unknown): value is NonNullable<Stored["session"]> {
  return typeof value === "object" && value !== null && "token" in value && "expiresAt" in value && "member" in value;
}
