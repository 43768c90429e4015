import type { RecordKind } from "../../../shared/records/kinds.ts";

/** Something that a body names and that must exist in the same organisation. */
export type Mention =
  | { at: string; kinds: readonly RecordKind[]; id: string }
  | { at: string; account: string }
  | { at: string; accountId: string }
  | { at: string; taxType: string }
  | { at: string; categoryId: string; optionId: string };

const RECORDS: Readonly<Record<string, readonly RecordKind[]>> = {
  contactId: ["contact"],
  clientId: ["contact"],
  projectId: ["project"],
  personId: ["person"],
  serviceId: ["service"],
  documentId: ["invoice", "bill", "credit_note", "overpayment", "prepayment"],
  timeEntryIds: ["time_entry"],
};

/** Everything that a validated input names, with where. Walks fields by name, so that a new input needs no code here. */
export function mentions(input: object, path = ""): Mention[] {
  return Object.entries(input).flatMap(([field, value]): Mention[] => {
    const at = path + field;
    const kinds = RECORDS[field];
    if (value === null || value === undefined) return [];
    if (field === "tracking") return (value as { categoryId: string; optionId: string }[]).map((choice, index) => ({ at: `${at}.${index}`, ...choice }));
    if (field === "accountCode") return [{ at, account: value as string }];
    if (field === "accountId") return [{ at, accountId: value as string }];
    if (field === "taxType") return [{ at, taxType: value as string }];
    if (kinds !== undefined) return Array.isArray(value) ? value.map((id: string, index) => ({ at: `${at}.${index}`, kinds, id })) : [{ at, kinds, id: value as string }];
    if (Array.isArray(value)) return value.flatMap((item: unknown, index) => (typeof item === "object" && item !== null ? mentions(item, `${at}.${index}.`) : []));
    return typeof value === "object" ? mentions(value, `${at}.`) : [];
  });
}
