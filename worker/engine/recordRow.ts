import { caseFolded } from "../../shared/matching/caseFolded.ts";
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
    contactId: text("contactId") ?? text("clientId"),
    projectId: text("projectId") ?? lines.find((line) => line.projectId !== null)?.projectId ?? null,
    date: text("date"),
    totalMinor: (body["totalMinor"] ?? body["amountMinor"] ?? null) as number | null,
    ...matchKeys(input.kind, input.body),
  };
}

/** What records are looked up by, as it is compared: contacts by `search`, bills by `number`, in which capitals say nothing. Kinds that nobody looks up so keep what they are called. */
export function matchKeys(kind: RecordKind, of: RecordBody): { number: string | null; search: string | null } {
  const body = of as unknown as Partial<Record<string, unknown>>;
  const text = (field: string): string | null => (typeof body[field] === "string" ? body[field] : null);
  const number = text("number") ?? text("code");
  if (kind === "contact") return { number, search: matchText(of as Contact) };
  return {
    number: kind === "bill" && number !== null ? caseFolded(number) : number,
    search: [text("name"), text("number"), text("reference")].filter((part) => part !== null).join(" ").toLowerCase() || null,
  };
}
