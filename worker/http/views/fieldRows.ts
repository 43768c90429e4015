import { fieldLabel, fieldText, isOneText } from "./fieldText.ts";
import type { Names } from "./names.ts";

/** One field that is not the same on all sides, as texts. `field` is its path, stable enough to choose by. */
export interface FieldRow<S extends string> {
  field: string;
  label: string;
  texts: Record<S, string>;
}

/**
 * Two or three versions of one field group, cut down to what differs. Knows no group by name: objects are walked, lines are matched
 * by id, and a line that some side lacks is one row.
 *
 * @param group names the row when the value itself is a single thing, such as a phone.
 * @param lineIds the document's lines in order, so that "coding:{line id}" is said as "line 2".
 */
export function fieldRows<S extends string>(sides: Readonly<Record<S, unknown>>, group: string, names: Names, lineIds: readonly string[] = []): FieldRow<S>[] {
  const keys = Object.keys(sides) as S[];
  const walk = (values: Readonly<Record<S, unknown>>, path: string, field: string, of: string): FieldRow<S>[] => {
    const all = keys.map((key) => values[key]);
    if (all.every((value) => same(value, all[0]))) return [];
    const lists = all.filter((value) => !isNothing(value));
    if (lists.length > 0 && lists.every(isKeyedList)) return byId(values, path);
    if (all.every(isOneText) || all.some(isNothing) || lists.some((value) => isOneText(value) || Array.isArray(value)))
      return [row(values, path, field, of)];
    const names_ = [...new Set(all.flatMap((value) => Object.keys(value as object)))];
    return names_
      .filter((name) => !UNSEEN.has(name))
      .flatMap((name) => walk(pick(values, (value) => (value as Record<string, unknown>)[name]), path === "" ? name : `${path}.${name}`, name, of));
  };
  const byId = (values: Readonly<Record<S, unknown>>, path: string): FieldRow<S>[] => {
    const listed = keys.map((key) => (values[key] ?? []) as Keyed[]);
    const ids = [...new Set(listed.flatMap((list) => list.map((item) => item.id)))];
    return ids.flatMap((id, index) => {
      const each = pick(values, (value) => ((value ?? []) as Keyed[]).find((item) => item.id === id));
      const here = path === "" ? id : `${path}.${id}`;
      const number = lineIds.includes(id) ? lineIds.indexOf(id) + 1 : index + 1;
      const which = ` of line ${number}`;
      if (keys.some((key) => each[key] === undefined))
        return [{ field: here, label: `Line ${number}`, texts: pick(each, (value) => lineText(value as Keyed | undefined, names)) as Record<S, string> }];
      return walk(each, here, "line", which);
    });
  };
  const row = (values: Readonly<Record<S, unknown>>, path: string, field: string, of: string): FieldRow<S> => ({
    field: path === "" ? group : path,
    // "phone:mobile" keeps its phone under "phone": which one it is stands in the group's name.
    label: fieldLabel(field === "phone" || field === "address" ? lastPart(group) : field) + of,
    texts: pick(values, (value) => fieldText(field, value, names)) as Record<S, string>,
  });
  const pick = (values: Readonly<Record<S, unknown>>, take: (value: unknown) => unknown): Record<S, unknown> =>
    Object.fromEntries(keys.map((key) => [key, take(values[key])])) as Record<S, unknown>;
  const about = group.slice(group.indexOf(":") + 1);
  const line = lineIds.indexOf(about);
  const rows = walk(sides, "", line >= 0 ? group.slice(0, group.indexOf(":")) : lastPart(group), line >= 0 ? ` of line ${line + 1}` : "");
  const chosen = rows.filter(({ field }) => !DERIVED.has(field.slice(field.lastIndexOf(".") + 1)));
  return chosen.length > 0 ? chosen : rows;
}

interface Keyed {
  id: string;
}

/** Not for people. */
const UNSEEN: ReadonlySet<string> = new Set(["id", "xeroLineId"]);
/** They follow from quantity, price, discount and tax rate: shown only where nothing else explains the difference. */
const DERIVED: ReadonlySet<string> = new Set(["amountMinor", "taxMinor", "subtotalMinor", "totalMinor"]);

function lineText(line: (Keyed & Record<string, unknown>) | Keyed | undefined, names: Names): string {
  if (line === undefined) return fieldText("", null, names);
  const fields = line as Record<string, unknown>;
  const parts = ["description", "quantityE4", "unitAmountE4", "accountCode"].filter((field) => fields[field] != null);
  return parts.map((field) => fieldText(field, fields[field], names)).join(" · ") || "a line";
}

function isKeyedList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((item: unknown) => typeof item === "object" && item !== null && "id" in item);
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

/** "phones.mobile" and "phone:mobile" both name a mobile. */
function lastPart(group: string): string {
  return group.split(/[.:]/).at(-1) ?? group;
}
