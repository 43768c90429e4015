import { recordsInBulks } from "../../store/reads/bulks.ts";
import { countOpenPurchases, openPurchases } from "../../store/reads/openPurchases.ts";
import type { OrganisationRow } from "../../store/reads/organisations.ts";
import { readReferences } from "../../store/reads/references.ts";
import type { HttpDeps } from "../deps.ts";
import { type Cursor, encodeCursor } from "../page.ts";
import { type Purchase, wantsCoding } from "../suggest.ts";
import { type SureLine, sureLines } from "./sureLines.ts";

export interface BulkCandidates {
  sure: readonly SureLine[];
  notSure: number;
  lookedAt: number;
  /** Older open documents, whose lines are in neither. */
  notLookedAt: number;
  nextCursor: string | null;
}

export interface BulkPage {
  contactId?: string | undefined;
  projectId?: string | undefined;
  /** Goes on with what changed before this; null: from the newest on. */
  after: Cursor | null;
}

/** Open documents of one page, and lines: as many as suggestions answer in one request. */
const DOCUMENTS_MAX = 150;
const LINES_MAX = 200;

/** A page of the open documents, the newest change first: their lines that could be confirmed without a look, and how many could not. Writes nothing. */
export async function bulkCandidates(deps: HttpDeps, organisation: OrganisationRow, { contactId, projectId, after }: BulkPage): Promise<BulkCandidates> {
  const { db } = deps;
  const { id: organisationId } = organisation;
  const [references, found, taken] = await Promise.all([readReferences(db, organisationId), openPurchases(db, { organisationId, contactId, after }, DOCUMENTS_MAX + 1), recordsInBulks(db, organisationId)]);
  const documents = found.slice(0, pageLength(found));
  const last = documents.length < found.length ? documents.at(-1) : undefined;
  const cursor = last === undefined ? null : { at: last.updatedAt, id: last.id };
  const { sure, notSure } = await sureLines(deps, organisation, documents.filter(({ id }) => !taken.has(id)), references);
  return {
    sure: projectId === undefined ? sure : sure.filter(({ coding }) => coding.projectId === projectId),
    notSure,
    lookedAt: documents.length,
    notLookedAt: cursor === null ? 0 : await countOpenPurchases(db, { organisationId, contactId, after: cursor }),
    nextCursor: cursor === null ? null : encodeCursor(cursor),
  };
}

/** As many documents as all their open lines can be answered, one at least. */
function pageLength(documents: readonly Purchase[]): number {
  let lines = 0;
  for (const [index, document] of documents.slice(0, DOCUMENTS_MAX).entries()) {
    lines += document.body.lines.filter((line) => wantsCoding(document, line)).length;
    if (lines > LINES_MAX && index > 0) return index;
  }
  return Math.min(documents.length, DOCUMENTS_MAX);
}
