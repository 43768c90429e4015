import { Hono } from "hono";
import { auditFrom } from "../../store/reads/auditTrail.ts";
import { findRecord } from "../../store/reads/records.ts";
import { accessTo } from "../access.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { idempotent } from "../idempotent.ts";
import { readQuery } from "../input.ts";
import { QUERIES } from "../queries.ts";
import { refuse } from "../refuse.ts";
import { refuseWith } from "../refuseWith.ts";

interface StoredChange {
  group: string;
  before: string | null;
  after: string | null;
}

/** The audit for an auditor: exported from its beginning, verified, a record rebuilt as it was, and values erased. */
export function auditRoutes(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const { db, engine } = deps;

  app.get("/audit", async (c) => {
    const { organisation } = await accessTo(c, deps, { role: "admin" });
    const { after, limit } = readQuery(c, QUERIES.auditExport);
    const entries = await auditFrom(db, { organisationId: organisation.id, afterSeq: after, limit: limit + 1 });
    const page = entries.slice(0, limit);
    const items = page.map(({ row, values }) => {
      const { seq, at, cause, rule, recordId, kind, callId, hash } = row;
      // The hash of a value stays when the value was erased: null then stands for "erased", an absent hash for "nothing".
      const value = (key: string | null) => (key === null ? null : { hash: key, value: values.has(key) ? (JSON.parse(values.get(key)!) as unknown) : null, erased: !values.has(key) });
      const changes = (JSON.parse(row.changes) as StoredChange[]).map((change) => ({ group: change.group, before: value(change.before), after: value(change.after) }));
      return { seq, at, actor: JSON.parse(row.actor) as unknown, cause, rule, recordId, kind, callId, changes, hash };
    });
    return c.json({ items, nextAfter: entries.length > limit ? (page.at(-1)?.row.seq ?? null) : null });
  });

  app.get("/audit/verify", async (c) => {
    const { organisation } = await accessTo(c, deps, { role: "admin" });
    return c.json(await engine.verifyAudit(organisation.id));
  });

  app.get("/records/:id/as-of", async (c) => {
    const { organisation } = await accessTo(c, deps, { role: "viewer" });
    const { at } = readQuery(c, QUERIES.recordAsOf);
    const record = await findRecord(db, organisation.id, c.req.param("id"));
    if (record === null) return refuse("not_found", "There is no such record.");
    const rebuilt = await engine.rebuild(organisation.id, record.id, at);
    return rebuilt.ok ? c.json({ id: record.id, kind: record.kind, at, body: rebuilt.body }) : refuse("not_found", rebuilt.sentence, { remedy: "Ask for a later time, or look at the record's history." });
  });

  app.post("/records/:id/erase", async (c) => {
    const { organisation, actor } = await accessTo(c, deps, { role: "admin" });
    const recordId = c.req.param("id");
    if ((await findRecord(db, organisation.id, recordId)) === null) refuse("not_found", "There is no such record.");
    return idempotent(c, deps, organisation.id, async () => {
      const erased = await engine.erase({ organisationId: organisation.id, recordId, actor });
      return erased.ok ? c.json(erased.value) : refuseWith(erased.refusal);
    });
  });

  return app;
}
