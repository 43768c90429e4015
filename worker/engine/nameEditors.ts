import type { NoteOwner } from "../xero/xeroWrites.ts";
import { LIST_OF } from "./observation.ts";
import type { Run } from "./run.ts";
import type { SyncedKind } from "../../shared/records/kinds.ts";

/** Conflicts named in one run; each is one call. */
const NAMED = 5;
const KEPT: ReadonlySet<string> = new Set(["contact", "invoice", "credit_note", "payment", "quote", "bank_transaction"]);

/** Who changed it in Xero: its newest history entry, read once for each conflict. Nice to know, so it never delays anything. */
export async function nameEditors(run: Run): Promise<void> {
  const organisationId = run.organisation.id;
  const [conflicts] = await run.ports.store.read({ from: "conflict", where: { organisationId, resolvedAt: null, xeroBy: null }, limit: NAMED });
  if (conflicts.length === 0) return;
  const [links] = await run.ports.store.read({ from: "link", where: { organisationId, id: { in: conflicts.map((row) => row.linkId) } }, limit: NAMED });
  for (const conflict of conflicts) {
    const link = links.find((row) => row.id === conflict.linkId);
    const list = link === undefined ? null : LIST_OF[link.kind as SyncedKind];
    if (run.calls.left <= 0 || link?.xeroId == null || list === null || !KEPT.has(list)) continue;
    run.calls.left -= 1;
    const history = await run.xero("poll").history(list as NoteOwner, link.xeroId);
    if (!history.ok) return;
    const user = history.value[0]?.["User"];
    await run.ports.store.commit([], [
      { update: "conflict", where: { organisationId, id: conflict.id, resolvedAt: null }, set: { xeroBy: typeof user === "string" && user.trim() !== "" ? user.trim() : "someone in Xero" } },
    ]);
  }
}
