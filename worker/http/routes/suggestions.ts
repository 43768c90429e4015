import { Hono } from "hono";
import * as v from "valibot";
import { accuracyOf } from "../../suggest/accuracyOf.ts";
import { bulkPreview, markBulk } from "../../suggest/bulkConfirm.ts";
import { accessTo } from "../access.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { idempotent } from "../idempotent.ts";
import { readBody } from "../input.ts";

const BulkInput = v.strictObject({ lineIds: v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.minLength(1), v.maxLength(100)) });

/** How suggestions fared, and confirming many at once: first what it would do, then only the lines that were named. */
export function suggestionRoutes(deps: HttpDeps): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .get("/suggestions/accuracy", async (c) => {
      const { organisation } = await accessTo(c, deps, { role: "viewer" });
      return c.json({ items: await accuracyOf(deps.db, organisation.id) });
    })
    .get("/suggestions/bulk", async (c) => {
      const { organisation } = await accessTo(c, deps, { role: "bookkeeper" });
      return c.json({ items: await bulkPreview(deps.db, organisation.id, new Set()) });
    })
    .post("/suggestions/bulk", async (c) => {
      const { lineIds } = await readBody(c, BulkInput);
      const { organisation, actor } = await accessTo(c, deps, { role: "bookkeeper" });
      return idempotent(c, deps, organisation.id, async () => {
        const wanted = new Set(lineIds);
        // Asked again: what changed since the preview is not confirmed, and is reported as left out.
        const lines = (await bulkPreview(deps.db, organisation.id, new Set())).filter(({ lineId }) => wanted.has(lineId));
        const items: { recordId: string; lineIds: string[]; sentence: string; written: boolean }[] = [];
        for (const [recordId, some] of Map.groupBy(lines, (line) => line.recordId)) {
          const ids = some.map(({ lineId }) => lineId);
          await markBulk(deps.db, organisation.id, ids);
          const answer = await deps.engine.applyCoding({
            organisationId: organisation.id, recordId, actor,
            lines: some.map(({ lineId, account, tax, project }) => ({
              lineId, accountCode: account, feedback: "accepted" as const, ...(tax !== null && tax !== "" && { taxType: tax }), ...(project !== null && { projectId: project === "" ? null : project }),
            })),
          });
          if (!answer.ok) await markBulk(deps.db, organisation.id, ids, true);
          items.push({ recordId, lineIds: ids, sentence: answer.ok ? answer.value.sentence : answer.refusal.sentence, written: answer.ok });
        }
        const confirmed = new Set(lines.map(({ lineId }) => lineId));
        return c.json({ items, leftOut: lineIds.filter((id) => !confirmed.has(id)) });
      });
    });
}
