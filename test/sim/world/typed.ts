import type { GroupKey } from "../../../shared/merge/groups.ts";
import type { SyncedKind } from "../../../shared/records/kinds.ts";
import type { SimOrganisation, SimWorld } from "./simWorld.ts";

/** What a person typed here, and how things stood then. */
export interface Typed {
  organisation: SimOrganisation;
  recordId: string;
  kind: SyncedKind;
  group: GroupKey;
  /** Canonical JSON of the group before and after. */
  was: string;
  value: string;
  /** Xero has what was last seen of it: nobody but a later editor can have a word against it. */
  clean: boolean;
  xeroId: string | null;
  /** Edits of people in Xero so far; later ones that touch the document set the value free. */
  xeroEdits: number;
}

/** What a person said in Xero about one document, last of its sort. */
export interface Said {
  organisation: SimOrganisation;
  xeroId: string;
  field: string;
  /** A text that Xero's JSON of the document holds since. */
  text: string;
  /** Edits of people in Xero so far. */
  xeroEdits: number;
}

/** How a record stands at the moment a person edits it. */
async function standing(world: SimWorld, organisation: SimOrganisation, recordId: string): Promise<Pick<Typed, "clean" | "xeroId" | "xeroEdits">> {
  const [link] = await world.rows(organisation.id, "link", { recordId });
  const { books } = organisation;
  const xeroId = link?.xeroId ?? null;
  const document = xeroId === null ? undefined : (books.contacts.get(xeroId) ?? books.invoices.get(xeroId) ?? books.creditNotes.get(xeroId) ?? books.quotes.get(xeroId));
  // Pending: an earlier edit of ours is on its way, and nobody else had a word.
  const clean = (link?.state === "in_step" || link?.state === "pending") && document !== undefined && document.updatedAtMs === link.xeroUpdatedAt;
  return { clean, xeroId, xeroEdits: world.sandbox.world.state.log.bookkeeperChanges.length };
}

export const typedBy = { standing };
