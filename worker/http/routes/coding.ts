import { type Context, Hono } from "hono";
import { ApplyCodingInput } from "../../../shared/api/inputs.ts";
import { SplitInput, UndoCodingInput } from "../../../shared/api/suggestionShapes.ts";
import { findRecord, type StoredRecord } from "../../store/reads/records.ts";
import { forgetAnswer } from "../../suggest/forgetAnswer.ts";
import { accessByShortCode } from "../access.ts";
import { checkMentions } from "../bodies/checkMentions.ts";
import { mentions } from "../bodies/mentions.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { idempotent } from "../idempotent.ts";
import { readBody } from "../input.ts";
import { refuse } from "../refuse.ts";
import { written } from "../written.ts";

/** What a bookkeeper writes from the card: Apply, its undo, and a split. */
export function codingRoutes(deps: HttpDeps): Hono<HttpEnv> {
  const billOf = async (c: Context<HttpEnv>, shortCode: string) => {
    const access = await accessByShortCode(c, deps, { role: "bookkeeper", shortCode });
    if (access === null) return refuse("wrong_organisation", "The page's organisation is not connected here.");
    const record = await findRecord(deps.db, access.organisation.id, c.req.param("id") ?? "");
    if (record === null || record.kind !== "bill") return refuse("not_found", "There is no such bill in the organisation of the page.");
    return { ...access, bill: record as StoredRecord<"bill"> };
  };
  return new Hono<HttpEnv>()
    .post("/bills/:id/coding", async (c) => {
      const input = await readBody(c, ApplyCodingInput);
      const { organisation, actor, bill } = await billOf(c, input.shortCode);
      const ids = new Set(bill.body.lines.map((line) => line.id));
      const stranger = input.lines.findIndex(({ lineId }) => !ids.has(lineId));
      if (stranger >= 0) refuse("unknown_reference", `lines.${stranger}.lineId is not a line of this bill.`, { at: `lines.${stranger}.lineId`, remedy: "Open the card again: the bill's lines have changed." });
      if (new Set(input.lines.map(({ lineId }) => lineId)).size < input.lines.length) refuse("invalid_input", "lines names a line twice.", { at: "lines" });
      await checkMentions(deps.db, organisation.id, mentions({ lines: input.lines }));
      return idempotent(c, deps, organisation.id, async (newId) =>
        written(deps, organisation, bill.id, await deps.engine.applyCoding({ organisationId: organisation.id, recordId: bill.id, lines: input.lines, actor, cause: causeOf(newId) }), newId),
      );
    })
    .post("/bills/:id/coding/undo", async (c) => {
      const input = await readBody(c, UndoCodingInput);
      const { organisation, actor, bill } = await billOf(c, input.shortCode);
      return idempotent(c, deps, organisation.id, async () =>
        written(deps, organisation, bill.id, await deps.engine.undoCoding({ organisationId: organisation.id, recordId: bill.id, actor, cause: causeOf(input.undo) })),
      );
    })
    .post("/bills/:id/split", async (c) => {
      const input = await readBody(c, SplitInput);
      const { organisation, actor, bill } = await billOf(c, input.shortCode);
      await checkMentions(deps.db, organisation.id, mentions({ parts: input.parts }));
      return idempotent(c, deps, organisation.id, async () => {
        const { lineId, parts } = input;
        const answer = await deps.engine.splitLine({ organisationId: organisation.id, recordId: bill.id, lineId, parts, actor });
        // What was suggested for the line as a whole is neither taken nor corrected by a split.
        if (answer.ok) await forgetAnswer(deps.db, organisation.id, lineId);
        return written(deps, organisation, bill.id, answer);
      });
    });
}

/** Of the audit rows of one click on Apply: by it the click is undone. */
const causeOf = (id: string): string => `coding:card:${id}`;
