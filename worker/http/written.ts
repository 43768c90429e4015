import type { WrittenView } from "../../shared/api/views.ts";
import { linksByRecord } from "../store/reads/links.ts";
import type { OrganisationRow } from "../store/reads/organisations.ts";
import { findRecord } from "../store/reads/records.ts";
import type { HttpDeps } from "./deps.ts";
import type { EngineAnswer, Written } from "./engine.ts";
import { loadContext } from "./loadContext.ts";
import { refuse } from "./refuse.ts";
import { refuseWith } from "./refuseWith.ts";

/** What an act of a person came to, with everything the card shows afterwards. `undo`: by which a coding is taken back. */
export async function written(deps: HttpDeps, organisation: OrganisationRow, recordId: string, answer: EngineAnswer<Written>, undo?: string): Promise<Response> {
  if (!answer.ok) return refuseWith(answer.refusal);
  const [record, [link]] = await Promise.all([findRecord(deps.db, organisation.id, recordId), linksByRecord(deps.db, organisation.id, [recordId])]);
  if (record === null || link === undefined) return refuse("not_found", "The record is gone.");
  const view: WrittenView = { ...answer.value, context: await loadContext(deps, organisation, record, link), ...(undo !== undefined && answer.value.outcome !== "nothing-to-do" && { undo }) };
  return Response.json(view);
}
