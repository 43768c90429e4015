import { Hono } from "hono";
import type { Document } from "../../../shared/records/document.ts";
import { auditTrail } from "../../store/reads/auditTrail.ts";
import { findRecord } from "../../store/reads/records.ts";
import { accessTo } from "../access.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import type { RecordRequest } from "../engine.ts";
import { idempotent } from "../idempotent.ts";
import { loadNames } from "../loadContext.ts";
import { refuse } from "../refuse.ts";
import { historyView } from "../views/historyView.ts";
import { written } from "../written.ts";

const HISTORY_MAX = 200;

/** What can be done with a record that waits or was refused, and what happened to it so far. */
export function recordActionRoutes(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const { engine } = deps;
  const acts = {
    retry: (request: RecordRequest) => engine.retry(request),
    "next-number": (request: RecordRequest) => engine.takeNextNumber(request),
    "another-bill": (request: RecordRequest) => engine.sendAnyway(request),
    "give-up": (request: RecordRequest) => engine.giveUp(request),
  } as const;

  app.post("/records/:id/:act{(?:retry|give-up|next-number|another-bill)}", async (c) => {
    const { organisation, actor } = await accessTo(c, deps, { role: "bookkeeper" });
    const recordId = c.req.param("id");
    if ((await findRecord(deps.db, organisation.id, recordId)) === null) refuse("not_found", "There is no such record.");
    const act = acts[c.req.param("act") as keyof typeof acts];
    return idempotent(c, deps, organisation.id, async () => written(deps, organisation, recordId, await act({ organisationId: organisation.id, recordId, actor })));
  });

  app.get("/records/:id/history", async (c) => {
    const { organisation } = await accessTo(c, deps, { role: "viewer" });
    const record = await findRecord(deps.db, organisation.id, c.req.param("id"));
    if (record === null) return refuse("not_found", "There is no such record.");
    const [entries, names] = await Promise.all([
      auditTrail(deps.db, { organisationId: organisation.id, recordId: record.id, limit: HISTORY_MAX }),
      loadNames(deps.db, organisation, record.contactId === null ? [] : [record.contactId]),
    ]);
    const lineIds = "lines" in record.body ? (record.body as Document).lines.map(({ id }) => id) : [];
    return c.json({ items: entries.map((entry) => historyView(entry, names, lineIds)), nextCursor: null });
  });

  return app;
}
