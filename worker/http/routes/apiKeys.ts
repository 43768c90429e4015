import { Hono } from "hono";
import * as v from "valibot";
import { addSecret, liveApiKeys, revokeApiKey, type SecretRow } from "../../store/reads/people.ts";
import { accessTo } from "../access.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { readBody } from "../input.ts";
import { refuse } from "../refuse.ts";
import { sha256 } from "../sha256.ts";

const ApiKeyInput = v.strictObject({ name: v.pipe(v.string(), v.trim(), v.minLength(1, "must not be empty"), v.maxLength(100, "must be at most 100 characters")) });

/** Tells our keys from others' when one is found in a log. */
const PREFIX = "mrg_";
/** Shown to tell keys apart: 8 of 43 random characters. */
const SHOWN_CHARACTERS = 12;
const ID_CHARACTERS = 24;

/** Keys of project tools for one organisation. Only a hash is kept; the key itself is in one answer and nowhere else. */
export function apiKeyRoutes(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const { db } = deps;

  app.get("/api-keys", async (c) => {
    const { organisation } = await accessTo(c, deps, { role: "admin" });
    return c.json({ items: (await liveApiKeys(db, organisation.id)).map(keyView), nextCursor: null });
  });

  app.post("/api-keys", async (c) => {
    const { organisation, caller } = await accessTo(c, deps, { role: "admin" });
    const { name } = await readBody(c, ApiKeyInput);
    const key = PREFIX + deps.randomToken();
    const row = {
      hash: await sha256(key),
      kind: "api_key",
      memberId: caller.type === "member" ? caller.memberId : null,
      organisationId: organisation.id,
      name,
      prefix: key.slice(0, SHOWN_CHARACTERS),
      createdAt: deps.clock.now(),
    } as const;
    await addSecret(db, row);
    return c.json({ ...keyView({ ...row, usedAt: null }), key }, 201);
  });

  app.delete("/api-keys/:id", async (c) => {
    const { organisation } = await accessTo(c, deps, { role: "admin" });
    const id = c.req.param("id");
    if (!/^[0-9a-f]{24}$/.test(id) || !(await revokeApiKey(db, organisation.id, id, deps.clock.now()))) refuse("not_found", "There is no such key.");
    return c.body(null, 204);
  });

  return app;
}

function keyView({ hash, name, prefix, createdAt, usedAt }: Pick<SecretRow, "hash" | "name" | "prefix" | "createdAt" | "usedAt">) {
  return { id: hash.slice(0, ID_CHARACTERS), name, prefix, createdAt, usedAt };
}
