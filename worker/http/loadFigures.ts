import type { ProjectFigures } from "../../shared/api/views.ts";
import type { Db } from "../store/open.ts";
import { NO_SUMS, projectSums } from "../store/reads/ledger.ts";
import { findRecords, type StoredRecord } from "../store/reads/records.ts";
import { projectFigures } from "./views/projectFigures.ts";

/** Figures of these projects, in their order. */
export async function loadFigures(db: Db, organisation: { id: string; currency: string }, projects: readonly StoredRecord<"project">[]): Promise<ProjectFigures[]> {
  if (projects.length === 0) return [];
  const clientIds = projects.flatMap(({ body }) => body.clientId ?? []);
  const [sums, clients] = await Promise.all([projectSums(db, organisation.id, projects.map(({ id }) => id)), findRecords(db, organisation.id, ["contact"], clientIds)]);
  const nameOf = new Map(clients.map(({ id, body }) => [id, body.name]));
  return projects.map(({ id, body }) =>
    projectFigures(id, body, sums.get(id) ?? NO_SUMS, { currency: organisation.currency, clientName: body.clientId === null ? null : (nameOf.get(body.clientId) ?? null) }),
  );
}
