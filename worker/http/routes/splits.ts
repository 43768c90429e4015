import { Hono } from "hono";
import { SplitInput, UndoCodingInput } from "../../../shared/api/suggestionShapes.ts";
import { findRecord, type StoredRecord } from "../../store/reads/records.ts";
import { forgetAnswer, rememberAnswer } from "../../suggest/forgetAnswer.ts";
import { accessTo } from "../access.ts";
import { billOnPage } from "../billOnPage.ts";
import { checkMentions } from "../bodies/checkMentions.ts";
import { mentions } from "../bodies/mentions.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { idempotent } from "../idempotent.ts";
import { readBody } from "../input.ts";
import { loadSplitWays } from "../loadSplitWays.ts";
import { refuse } from "../refuse.ts";
import { written } from "../written.ts";

/** One line of a bill over several projects: by what it may be divided, the click that does it, and the way back. */
export function splitRoutes(deps: HttpDeps): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .get("/bills/:id/splits", async (c) => {
      const { organisation } = await accessTo(c, deps, { role: "viewer", keys: true });
      const record = await findRecord(deps.db, organisation.id, c.req.param("id"));
      if (record === null || record.deletedAt !== null || record.kind !== "bill") return refuse("not_found", "There is no such bill in this organisation.");
      return c.json(await loadSplitWays(deps, organisation, record as StoredRecord<"bill">));
    })
    .post("/bills/:id/split", async (c) => {
      const input = await readBody(c, SplitInput);
      const { organisation, actor, bill } = await billOnPage(c, deps, input.shortCode);
      await checkMentions(deps.db, organisation.id, mentions({ parts: input.parts }));
      return idempotent(c, deps, organisation.id, async (newId) => {
        const { lineId, parts } = input;
        // What was suggested for the line as a whole is neither taken nor corrected by a split.
        const forgotten = await forgetAnswer(deps.db, organisation.id, lineId);
        const answer = await deps.engine.splitLine({ organisationId: organisation.id, recordId: bill.id, lineId, parts, actor, cause: causeOf(newId) });
        if (!answer.ok) await rememberAnswer(deps.db, forgotten);
        return written(deps, organisation, bill.id, answer, newId);
      });
    })
    .post("/bills/:id/split/undo", async (c) => {
      const input = await readBody(c, UndoCodingInput);
      const { organisation, actor, bill } = await billOnPage(c, deps, input.shortCode);
      return idempotent(c, deps, organisation.id, async () =>
        written(deps, organisation, bill.id, await deps.engine.undoSplit({ organisationId: organisation.id, recordId: bill.id, actor, cause: causeOf(input.undo) })),
      );
    });
}

/** Of the audit row of one split: by it the split is undone. */
const causeOf = (id: string): string => `split:card:${id}`;
