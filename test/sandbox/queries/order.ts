import { fieldNamed, QueryNotReadable, type QueryFields } from "./where.ts";

type Comparer<R> = (one: R, other: R) => number;

/** `order=UpdatedDateUTC DESC, InvoiceNumber`: one or more fields, each with an optional direction. */
export function parseOrder<R>(source: string, fields: QueryFields<R>): { compare: Comparer<R>; fieldsUsed: string[] } {
  const fieldsUsed: string[] = [];
  const parts = source.split(",").map((part): Comparer<R> => {
    const words = part.trim().split(/\s+/);
    const [name = "", direction = "ASC"] = words;
    const field = fieldNamed(fields, name);
    if (!field || words.length > 2 || !/^(ASC|DESC|ASCENDING|DESCENDING)$/i.test(direction)) throw new QueryNotReadable(`The order '${part.trim()}' cannot be read`);
    fieldsUsed.push(name);
    const sign = /^DESC/i.test(direction) ? -1 : 1;
    return (one, other) => sign * compareValues(field.read(one), field.read(other));
  });
  return { fieldsUsed, compare: (one, other) => parts.reduce((so, part) => (so === 0 ? part(one, other) : so), 0) };
}

function compareValues(one: unknown, other: unknown): number {
  if (one === other) return 0;
  if (one === undefined) return -1;
  if (other === undefined) return 1;
  if (typeof one === "number" && typeof other === "number") return one - other;
  return String(one) < String(other) ? -1 : 1;
}
