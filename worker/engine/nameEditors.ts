import type { NoteOwner } from "../xero/xeroWrites.ts";
import type { Row } from "../store/port.ts";
import { LIST_OF } from "./observation.ts";
import type { Part } from "./readTogether.ts";
import { mayGoOn, type Run } from "./run.ts";
import type { SyncedKind } from "../../shared/records/kinds.ts";

/** Conflicts named in one run; each is one call. */
const NAMED = 5;
const KEPT: ReadonlySet<string> = new Set(["contact", "invoice", "credit_note", "payment", "quote", "bank_transaction"]);

export interface Nameless {
  conflicts: readonly Row<"conflict">[];
  links: readonly Row<"link">[];
}

/** Open conflicts of which nobody knows yet who changed Xero's side. */
export function namelessConflicts(organisationId: string): Part<Nameless> {
  const conflicts = { from: "conflict", where: { organisationId, resolvedAt: null, xeroBy: null }, orderBy: ["openedAt", "id"], limit: NAMED } as const;
  const links = { from: "link", where: { organisationId, id: { among: { ...conflicts, pick: "linkId" } } }, limit: NAMED } as const;
  return { selects: [conflicts, links], make: ([rows, linkRows]) => ({ conflicts: rows, links: linkRows }) as Nameless };
}

/** Who changed it in Xero: its newest history entry, read once for each conflict. Nice to know, so it never delays anything. */
export async function nameEditors(run: Run, { conflicts, links }: Nameless): Promise<void> {
  const organisationId = run.organisation.id;
  for (const conflict of conflicts) {
    const link = links.find((row) => row.id === conflict.linkId);
    const list = link === undefined ? null : LIST_OF[link.kind as SyncedKind];
    if (!mayGoOn(run) || link?.xeroId == null || list === null || !KEPT.has(list)) continue;
    run.calls.left -= 1;
    const history = await run.xero("poll").history(list as NoteOwner, link.xeroId);
    if (!history.ok) return;
    const user = history.value[0]?.["User"];
    await run.ports.store.commit([], [
      { update: "conflict", where: { organisationId, id: conflict.id, resolvedAt: null }, set: { xeroBy: typeof user === "string" && user.trim() !== "" ? user.trim() : "someone in Xero" } },
    ]);
  }
}
