import { Hono } from "hono";
import { ApplyCodingInput } from "../../../shared/api/inputs.ts";
import { UndoCodingInput } from "../../../shared/api/suggestionShapes.ts";
import { billOnPage } from "../billOnPage.ts";
import { checkMentions } from "../bodies/checkMentions.ts";
import { mentions } from "../bodies/mentions.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { idempotent } from "../idempotent.ts";
import { readBody } from "../input.ts";
import { refuse } from "../refuse.ts";
import { written } from "../written.ts";

/** What a bookkeeper writes from the card: Apply, and its undo. */
export function codingRoutes(deps: HttpDeps): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .post("/bills/:id/coding", async (c) => {
      const input = await readBody(c, ApplyCodingInput);
      const { organisation, actor, bill } = await billOnPage(c, deps, input.shortCode);
      const amountOf = new Map(bill.body.lines.map((line) => [line.id, line.amountMinor]));
      const stranger = input.lines.findIndex(({ lineId }) => !amountOf.has(lineId));
      if (stranger >= 0) refuse("unknown_reference", `lines.${stranger}.lineId is not a line of this bill.`, { at: `lines.${stranger}.lineId`, remedy: "Open the card again: the bill's lines have changed." });
      if (new Set(input.lines.map(({ lineId }) => lineId)).size < input.lines.length) refuse("invalid_input", "lines names a line twice.", { at: "lines" });
      await checkMentions(deps.db, organisation.id, mentions({ lines: input.lines }));
      const lines = input.lines.map((line) => ({ ...line, amountMinor: line.amountMinor ?? amountOf.get(line.lineId) }));
      return idempotent(c, deps, organisation.id, async (newId) =>
        written(deps, organisation, bill.id, await deps.engine.applyCoding({ organisationId: organisation.id, recordId: bill.id, lines, actor, cause: causeOf(newId) }), newId),
      );
    })
    .post("/bills/:id/coding/undo", async (c) => {
      const input = await readBody(c, UndoCodingInput);
      const { organisation, actor, bill } = await billOnPage(c, deps, input.shortCode);
      return idempotent(c, deps, organisation.id, async () =>
        written(deps, organisation, bill.id, await deps.engine.undoCoding({ organisationId: organisation.id, recordId: bill.id, actor, cause: causeOf(input.undo) })),
      );
    });
}

/** Of the audit rows of one click on Apply: by it the click is undone. */
const causeOf = (id: string): string => `coding:card:${id}`;
