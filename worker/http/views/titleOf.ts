import type { StoredRecord } from "../../store/reads/records.ts";
import { fieldLabel } from "./fieldText.ts";

/** "Invoice INV-0042", or a contact's name. */
export function titleOf(record: StoredRecord): string {
  if ("name" in record.body) return record.body.name;
  const number = "number" in record.body ? record.body.number : null;
  const kind = fieldLabel(record.kind);
  return number === null ? kind : `${kind} ${number}`;
}
