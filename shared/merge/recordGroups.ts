import type { Contact } from "../records/contact.ts";
import type { Document, Line } from "../records/document.ts";
import type { SyncedKind } from "../records/kinds.ts";
import type { Payment } from "../records/payment.ts";
import { CONTACT_GROUPS, takeObservedContact } from "./contactGroups.ts";
import { codingGroup, DOCUMENT_GROUPS, sameLineCoding, takeObservedDocument, textGroup } from "./documentGroups.ts";
import type { GroupSpec, GroupValue } from "./groupSpec.ts";
import type { GroupKey, SyncedBody } from "./groups.ts";
import { PAYMENT_GROUPS, takeObservedPayment } from "./paymentGroups.ts";

/** The groups of records of one kind; bodies must be aligned, so that the same line has the same id on each side. */

function fixedGroups(kind: SyncedKind): readonly GroupSpec<SyncedBody>[] {
  if (kind === "contact") return CONTACT_GROUPS as unknown as readonly GroupSpec<SyncedBody>[];
  if (kind === "payment") return PAYMENT_GROUPS as unknown as readonly GroupSpec<SyncedBody>[];
  return DOCUMENT_GROUPS as unknown as readonly GroupSpec<SyncedBody>[];
}

const fixedByKey = new Map<SyncedKind, ReadonlyMap<GroupKey, GroupSpec<SyncedBody>>>();

function fixedGroup(kind: SyncedKind, group: GroupKey): GroupSpec<SyncedBody> | undefined {
  let table = fixedByKey.get(kind);
  if (!table) {
    table = new Map(fixedGroups(kind).map((spec) => [spec.key, spec]));
    fixedByKey.set(kind, table);
  }
  return table.get(group);
}

/** How a group is read, compared and taken. Null for a key that is no group of this kind. */
export function groupSpec(kind: SyncedKind, group: GroupKey): GroupSpec<SyncedBody> | null {
  const fixed = fixedGroup(kind, group);
  if (fixed) return fixed;
  if (kind === "contact" || kind === "payment") return null;
  if (group.startsWith("coding:")) return codingGroup(group.slice(7)) as unknown as GroupSpec<SyncedBody>;
  if (group.startsWith("text:")) return textGroup(group.slice(5)) as unknown as GroupSpec<SyncedBody>;
  return null;
}

/** All groups of a record: the fixed ones, and coding and text of each line that it has. */
export function groupsOf(kind: SyncedKind, body: SyncedBody): GroupKey[] {
  const keys = fixedGroups(kind).map((spec) => spec.key);
  if (kind === "contact" || kind === "payment") return keys;
  for (const line of (body as Document).lines) keys.push(`coding:${line.id}`, `text:${line.id}`);
  return keys;
}

export function groupValue(kind: SyncedKind, group: GroupKey, body: SyncedBody): GroupValue {
  return groupSpec(kind, group)?.value(body) ?? {};
}

export function equalGroup(kind: SyncedKind, group: GroupKey, a: SyncedBody, b: SyncedBody): boolean {
  return groupSpec(kind, group)?.equal(a, b) ?? true;
}

/** `target` with this group's fields from `source`. */
export function takeGroup(kind: SyncedKind, group: GroupKey, target: SyncedBody, source: SyncedBody): SyncedBody {
  return groupSpec(kind, group)?.take(target, source) ?? target;
}

/** `ours` with what only Xero knows. The same object when nothing moved. */
export function takeObserved(kind: SyncedKind, ours: SyncedBody, xero: SyncedBody): SyncedBody {
  if (kind === "contact") return takeObservedContact(ours as Contact, xero as Contact);
  if (kind === "payment") return takeObservedPayment(ours as Payment, xero as Payment);
  return takeObservedDocument(ours as Document, xero as Document);
}

/**
 * Groups that both bodies have and that differ, in the order in which they are taken ("money" brings the lines that coding and text go
 * into). What only one side's lines have is part of the money that brought or removed them.
 */
export function differingGroups(kind: SyncedKind, a: SyncedBody, b: SyncedBody): GroupKey[] {
  const keys: GroupKey[] = [];
  for (const spec of fixedGroups(kind)) if (!spec.equal(a, b)) keys.push(spec.key);
  if (kind === "contact" || kind === "payment") return keys;
  const theirs = (b as Document).lines;
  let byId: Map<string, Line> | null = null;
  for (const [index, line] of (a as Document).lines.entries()) {
    let other = theirs[index];
    if (other?.id !== line.id) {
      byId ??= new Map(theirs.map((one) => [one.id, one]));
      other = byId.get(line.id);
    }
    if (!other) continue;
    if (!sameLineCoding(line, other)) keys.push(`coding:${line.id}`);
    if (line.description !== other.description) keys.push(`text:${line.id}`);
  }
  return keys;
}

/** Groups that differ between two versions of one of our records: what a save has edited. Removed lines show up in "money". */
export function changedGroups(kind: SyncedKind, before: SyncedBody, after: SyncedBody): GroupKey[] {
  return differingGroups(kind, after, before);
}
