import { matchText } from "../../shared/matching/matchNeedles.ts";
import type { Edits } from "../../shared/planning/planInput.ts";
import type { Contact } from "../../shared/records/contact.ts";
import type { RecordKind } from "../../shared/records/kinds.ts";
import type { RecordBody } from "../../shared/records/record.ts";
import type { Insert } from "../store/port.ts";

export interface RecordRowInput {
  organisationId: string;
  id: string;
  kind: RecordKind;
  body: RecordBody;
  revision: number;
  edits: Edits;
  createdAt: number;
  updatedAt: number;
}

/** A record's row, with the copies of body fields that lists filter and sort by. */
export function recordRow(input: RecordRowInput): Insert<"record"> {
  const body = input.body as unknown as Partial<Record<string, unknown>>;
  const text = (field: string): string | null => (typeof body[field] === "string" ? body[field] : null);
  const lines = (body["lines"] ?? []) as readonly { projectId: string | null }[];
  return {
    organisationId: input.organisationId,
    id: input.id,
    kind: input.kind,
    body: JSON.stringify(input.body),
    revision: input.revision,
    edits: JSON.stringify(input.edits),
    createdAt: input.createdAt,
    updatedAt: input.updatedAt,
    deletedAt: null,
    status: text("status"),
    number: text("number") ?? text("code"),
    contactId: text("contactId") ?? text("clientId"),
    projectId: text("projectId") ?? lines.find((line) => line.projectId !== null)?.projectId ?? null,
    date: text("date"),
    totalMinor: (body["totalMinor"] ?? body["amountMinor"] ?? null) as number | null,
    search: input.kind === "contact" ? matchText(input.body as Contact) : [text("name"), text("number"), text("reference")].filter((part) => part !== null).join(" ").toLowerCase() || null,
  };
}
