import type { GroupKey, Json, SyncedBody } from "../../shared/merge/groups.ts";
import { takeGroup } from "../../shared/merge/recordGroups.ts";
import type { Document, Line } from "../../shared/records/document.ts";
import type { SyncedKind } from "../../shared/records/kinds.ts";

interface Placed {
  kind: SyncedKind;
  group: GroupKey;
  /** Ours, which everything outside the group comes from. */
  body: SyncedBody;
  /** Xero's side: lines that only it has come from there. */
  xero: SyncedBody;
}

/** Our body with one group set to a value that a person put together from both sides. */
export function withGroupValue({ kind, group, body, xero }: Placed, value: Json): SyncedBody {
  const given = value as Readonly<Record<string, unknown>>;
  return takeGroup(kind, group, body, source(group, body, xero, given));
}

function source(group: GroupKey, body: SyncedBody, xero: SyncedBody, given: Readonly<Record<string, unknown>>): SyncedBody {
  if (group === "money") {
    const known = new Map([...(xero as Document).lines, ...(body as Document).lines].map((line) => [line.id, line]));
    const lines = (given["lines"] as readonly Line[]).map((line) => ({ ...known.get(line.id), ...line }));
    return { ...(body as Document), ...given, lines };
  }
  const [family, lineId] = [group.slice(0, group.indexOf(":")), group.slice(group.indexOf(":") + 1)];
  if (family !== "coding" && family !== "text") return { ...body, ...given } as SyncedBody;
  return { ...(body as Document), lines: (body as Document).lines.map((line) => (line.id === lineId ? { ...line, ...given } : line)) };
}
