import { Hono } from "hono";
import type { RecordKind } from "../../../shared/records/kinds.ts";
import { RECORD_KINDS } from "../../../shared/records/kinds.ts";
import { auditTrail } from "../../store/reads/auditTrail.ts";
import { findRecords } from "../../store/reads/records.ts";
import { accessTo } from "../access.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { readQuery } from "../input.ts";
import { loadNames } from "../loadContext.ts";
import { titleOf } from "../views/titleOf.ts";
import { decodeCursor, pageOf } from "../page.ts";
import { QUERIES } from "../queries.ts";
import { historyView } from "../views/historyView.ts";

/** GET /v1/activity: the organisation's audit, newest first. */
export function activityRoutes(deps: HttpDeps): Hono<HttpEnv> {
  return new Hono<HttpEnv>().get("/activity", async (c) => {
    const { organisation } = await accessTo(c, deps, { role: "viewer" });
    const { cursor, limit } = readQuery(c, QUERIES.activity);
    const entries = await auditTrail(deps.db, { organisationId: organisation.id, beforeSeq: decodeCursor(cursor)?.at, limit: limit + 1 });
    const { rows, nextCursor } = pageOf(entries, limit, ({ row }) => ({ at: row.seq, id: "seq" }));
    const records = await findRecords<RecordKind>(deps.db, organisation.id, RECORD_KINDS, rows.flatMap(({ row }) => row.recordId ?? []));
    const names = await loadNames(deps.db, organisation, records.flatMap(({ contactId }) => contactId ?? []));
    const titles = new Map(records.map((record) => [record.id, titleOf(record)]));
    const items = rows.map((entry) => ({ seq: entry.row.seq, ...historyView(entry, names), kind: entry.row.kind, recordId: entry.row.recordId, title: titles.get(entry.row.recordId ?? "") ?? null }));
    return c.json({ items, nextCursor });
  });
}
