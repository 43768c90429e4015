import { type Context, Hono } from "hono";
import { DeleteOrganisationInput } from "../../../shared/api/inputs.ts";
import type { DeletionView } from "../../../shared/api/views.ts";
import { beginDeletion, type DeletionRow, deletionStep, findDeletion } from "../../store/reads/deletions.ts";
import { accessTo, memberWith } from "../access.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { readBody } from "../input.ts";
import { refuse } from "../refuse.ts";

/** The end of an organisation's data here: an admin's to ask for, by its name, once it is disconnected. Nothing in Xero changes. */
export function deletionRoutes(deps: HttpDeps): Hono<HttpEnv> {
  return new Hono<HttpEnv>().delete("/organisation", async (c) => {
    const { confirm } = await readBody(c, DeleteOrganisationInput);
    const deletion = await opened(c, deps, confirm);
    return c.json(viewOf(deletion.endedAt === null ? await deletionStep(deps.db, deletion, deps.clock.now()) : deletion));
  });
}

/** The deletion that is under way, or the one that begins now. */
async function opened(c: Context<HttpEnv>, deps: HttpDeps, confirm: string): Promise<DeletionRow> {
  memberWith(c, "admin");
  const known = await findDeletion(deps.db, c.req.header("Organisation") ?? "");
  if (known !== null) {
    named(known.name, confirm);
    return known;
  }
  const { organisation, actor } = await accessTo(c, deps, { role: "admin" });
  named(organisation.name, confirm);
  const begun = organisation.state === "disconnected" && (await beginDeletion(deps.db, organisation, actor, deps.clock.now()));
  if (!begun) return refuse("not_possible_now", `${organisation.name} is connected to Xero.`, { remedy: "Disconnect it first; then its data here can be deleted." });
  await deps.gate.forget(organisation.id);
  return (await findDeletion(deps.db, organisation.id)) ?? refuse("internal", "The deletion was not stored.");
}

function named(name: string, confirm: string): void {
  if (confirm.trim() !== name.trim()) refuse("invalid_input", "confirm is not the organisation's name.", { at: "confirm", remedy: `Type ${name} to delete its data.` });
}

function viewOf({ organisationId, name, by, askedAt, rows, endedAt }: DeletionRow): DeletionView {
  return { organisationId, name, by: by.name, askedAt, rows, done: endedAt !== null };
}
