import { Hono } from "hono";
import { SuggestGivenInput, SuggestListInput, type AccuracyView, type DocumentSuggestionsView, type ExplanationView } from "../../../shared/api/suggestionShapes.ts";
import { accuracyOf } from "../../suggest/accuracyOf.ts";
import { confidenceRecord } from "../../suggest/confidenceRecord.ts";
import { explainLine } from "../../suggest/explainLine.ts";
import type { OrganisationRow } from "../../store/reads/organisations.ts";
import { findRecord, findRecords } from "../../store/reads/records.ts";
import { readReferences } from "../../store/reads/references.ts";
import { accessTo } from "../access.ts";
import { checkMentions } from "../bodies/checkMentions.ts";
import { mentions } from "../bodies/mentions.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { readBody } from "../input.ts";
import { type LoadedSuggestions, loadSuggestions } from "../loadSuggestions.ts";
import { refuse } from "../refuse.ts";
import type { Purchase } from "../suggest.ts";

/** What is suggested, why, and how suggestions fared. Nothing here writes to Xero. */
export function suggestionRoutes(deps: HttpDeps): Hono<HttpEnv> {
  const billOf = async (organisation: OrganisationRow, id: string): Promise<Purchase> => {
    const record = await findRecord(deps.db, organisation.id, id);
    if (record === null || record.deletedAt !== null || (record.kind !== "bill" && record.kind !== "bank_transaction")) return refuse("not_found", "There is no such bill in this organisation.");
    return record as Purchase;
  };
  return new Hono<HttpEnv>()
    .get("/suggestions/accuracy", async (c) => {
      const { organisation } = await accessTo(c, deps, { role: "viewer" });
      const view: AccuracyView = { items: await accuracyOf(deps.db, organisation.id), byConfidence: await confidenceRecord(deps.db, organisation.id) };
      return c.json(view);
    })
    .post("/suggestions", async (c) => {
      const { recordIds } = await readBody(c, SuggestListInput);
      const { organisation } = await accessTo(c, deps, { role: "viewer", keys: true });
      const found = new Map((await findRecords(deps.db, organisation.id, ["bill", "bank_transaction"], recordIds)).map((record) => [record.id, record]));
      const missing = recordIds.findIndex((id) => !found.has(id));
      if (missing >= 0) refuse("unknown_reference", `recordIds.${missing} is not a bill or bank transaction of this organisation.`, { at: `recordIds.${missing}` });
      return c.json({ items: (await loadSuggestions(deps, organisation, [...found.values()])).map(bare) });
    })
    .get("/bills/:id/suggestions", async (c) => {
      const { organisation } = await accessTo(c, deps, { role: "viewer", keys: true });
      const bill = await billOf(organisation, c.req.param("id"));
      const [loaded] = await loadSuggestions(deps, organisation, [bill], { whole: true });
      return c.json(loaded === undefined ? null : bare(loaded));
    })
    .post("/bills/:id/suggestions/given", async (c) => {
      const { lines } = await readBody(c, SuggestGivenInput);
      const { organisation } = await accessTo(c, deps, { role: "viewer" });
      const bill = await billOf(organisation, c.req.param("id"));
      const stranger = lines.findIndex(({ lineId }) => !bill.body.lines.some(({ id }) => id === lineId));
      if (stranger >= 0) refuse("unknown_reference", `lines.${stranger}.lineId is not a line of this bill.`, { at: `lines.${stranger}.lineId`, remedy: "Open the card again: the bill's lines have changed." });
      await checkMentions(deps.db, organisation.id, mentions({ lines: lines.map(({ projectId, ...line }) => (projectId === null || projectId === "" ? line : { ...line, projectId })) }));
      const [loaded] = await loadSuggestions(deps, organisation, [bill], { given: new Map(lines.map(({ lineId, ...decided }) => [lineId, decided])) });
      return c.json(loaded === undefined ? null : bare(loaded));
    })
    .get("/bills/:id/suggestions/:lineId", async (c) => {
      const { organisation } = await accessTo(c, deps, { role: "viewer", keys: true });
      const bill = await billOf(organisation, c.req.param("id"));
      const line = bill.body.lines.find(({ id }) => id === c.req.param("lineId"));
      if (line === undefined) return refuse("not_found", "The bill has no such line.");
      const [loaded] = await loadSuggestions(deps, organisation, [bill]);
      const suggestion = loaded?.lines.find(({ lineId }) => lineId === line.id);
      if (suggestion === undefined) return refuse("not_possible_now", "Nothing is suggested for this line: everything about it is decided, or its bill has ended.");
      const explained = await explainLine(deps.db, { document: bill, line }, await readReferences(deps.db, organisation.id));
      const view: ExplanationView = {
        suggestion,
        counted: explained.counted.map(({ codings, ...reason }) => ({ ...reason, codings: codings.map(({ account, tax, project, lines }) => ({ account, tax, project, lines })) })),
        linesCounted: explained.linesCounted,
        thresholdE2: Math.round(explained.threshold * 10_000),
      };
      return c.json(view);
    });
}

function bare({ recordId, title, lines, split }: LoadedSuggestions): DocumentSuggestionsView {
  return { recordId, title, lines, split };
}
