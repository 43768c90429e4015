/**
 * Xero's filter language, the documented part of it: comparisons of known fields with literals, the string methods, && and ||.
 * Whatever else is refused as Xero refuses it, with a QueryParseException (facts §2.3, §5.12).
 */
export class QueryNotReadable extends Error {
  override readonly name = "QueryNotReadable";
}

type FieldType = "string" | "enum" | "guid" | "date" | "number" | "boolean";

/** One field that may stand in where and order. */
interface QueryField<R> {
  type: FieldType;
  /** Dates as milliseconds. Undefined is null. */
  read: (record: R) => string | number | boolean | undefined;
  /** Answered from an index; others are refused on a large organisation (facts §2.3). */
  isOptimised?: boolean;
}

export type QueryFields<R> = Record<string, QueryField<R>>;
/** Fields are found without regard to case, and among the documented ones alone. */
export const fieldNamed = <R>(fields: QueryFields<R>, name: string): QueryField<R> | undefined =>
  Object.entries(fields).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];

/** Brackets within brackets; nobody writes more by hand, and each costs a level of the reader's stack. */
const maxDepth = 50;

export type Predicate<R> = (record: R) => boolean;

export interface WhereOptions {
  caseSensitiveNames: boolean;
  nullIsRefused: boolean;
}

interface Parsed<R> {
  test: Predicate<R>;
  fieldsUsed: string[];
}

type Literal = { type: "string" | "guid" | "date" | "number" | "boolean" | "null"; value: string | number | boolean | undefined };

const token = /\s*(?:(&&|\|\||==|!=|>=|<=|>|<|=|\(|\)|,|\.|!)|"((?:[^"\\]|\\.)*)"|(-?\d+(?:\.\d+)?)[mMdD]?|([A-Za-z_][A-Za-z0-9_]*))/y;

type Token = { kind: "mark" | "text" | "number" | "word"; value: string };

function tokenise(source: string): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  const end = source.trimEnd().length;
  while (token.lastIndex < end) {
    const from = token.lastIndex;
    const match = token.exec(source);
    if (!match) throw new QueryNotReadable(`Unexpected character at position ${from} of the where clause`);
    if (match[1] !== undefined) tokens.push({ kind: "mark", value: match[1] });
    else if (match[2] !== undefined) tokens.push({ kind: "text", value: match[2].replace(/\\(.)/g, "$1") });
    else if (match[3] !== undefined) tokens.push({ kind: "number", value: match[3] });
    else tokens.push({ kind: "word", value: match[4] as string });
  }
  return tokens;
}

export function parseWhere<R>(source: string, fields: QueryFields<R>, options: WhereOptions): Parsed<R> {
  const tokens = tokenise(source);
  const fieldsUsed: string[] = [];
  let at = 0;
  let depth = 0;
  const peek = () => tokens[at];
  const isMark = (value: string) => peek()?.kind === "mark" && peek()?.value === value;
  const isWord = (value: string) => peek()?.kind === "word" && peek()?.value.toUpperCase() === value;
  const take = (value: string) => {
    if (!isMark(value)) throw new QueryNotReadable(`'${value}' expected`);
    at += 1;
  };
  const next = (): Token => {
    const found = tokens[at];
    if (!found) throw new QueryNotReadable("Expression expected");
    at += 1;
    return found;
  };

  function any(): Predicate<R> {
    let left = all();
    while (isMark("||") || isWord("OR")) {
      at += 1;
      const one = left;
      const other = all();
      left = (record) => one(record) || other(record);
    }
    return left;
  }
  function all(): Predicate<R> {
    let left = single();
    while (isMark("&&") || isWord("AND")) {
      at += 1;
      const one = left;
      const other = single();
      left = (record) => one(record) && other(record);
    }
    return left;
  }
  function single(): Predicate<R> {
    if (isMark("(")) {
      at += 1;
      depth += 1;
      if (depth > maxDepth) throw new QueryNotReadable("The where clause is nested too deeply");
      const inner = any();
      take(")");
      depth -= 1;
      return inner;
    }
    return comparison();
  }
  function comparison(): Predicate<R> {
    const { field, name, method, lower } = path();
    fieldsUsed.push(name);
    if (method !== undefined) return stringMethod(field, name, method, lower);
    const operator = isMark("==") || isMark("=") || isMark("!=") || isMark(">=") || isMark("<=") || isMark(">") || isMark("<") ? next().value : undefined;
    if (operator === undefined) {
      if (field.type === "boolean") return (record) => field.read(record) === true;
      throw new QueryNotReadable(`Operator expected after '${name}'`);
    }
    return compare(field, name, operator, literal(), lower, options);
  }
  function path(): { field: QueryField<R>; name: string; method?: string; lower: boolean } {
    const first = next();
    if (first.kind !== "word") throw new QueryNotReadable(`Field expected, found '${first.value}'`);
    let name = first.value;
    let lower = false;
    while (isMark(".")) {
      at += 1;
      const part = next().value;
      if (["Contains", "StartsWith", "EndsWith"].includes(part) && isMark("(")) return { ...named(name), method: part, lower };
      if ((part === "ToLower" || part === "ToUpper") && isMark("(")) {
        take("(");
        take(")");
        lower = true;
      } else if (part !== "Value") name += `.${part}`;
    }
    return { ...named(name), lower };
  }
  function named(name: string): { field: QueryField<R>; name: string } {
    const known = fieldNamed(fields, name);
    if (!known) throw new QueryNotReadable(`No property or field '${name}' exists in type`);
    return { field: known, name };
  }
  function stringMethod(field: QueryField<R>, name: string, method: string, lower: boolean): Predicate<R> {
    if (field.type !== "string") throw new QueryNotReadable(`No applicable method '${method}' exists for '${name}'`);
    take("(");
    const argument = literal();
    take(")");
    if (argument.type !== "string") throw new QueryNotReadable(`'${method}' takes a string`);
    const wanted = options.caseSensitiveNames && !lower ? String(argument.value) : String(argument.value).toLowerCase();
    const isExpected = isMark("==") ? (at += 1, literal().value === true) : true;
    return (record) => {
      const value = field.read(record);
      if (value === undefined || value === "") {
        // Empty texts are null in Xero's store, and a method on null fails there (facts §2.3: add a guard).
        if (value === undefined && options.nullIsRefused) throw new QueryNotReadable("Object reference not set to an instance of an object.");
        return !isExpected;
      }
      const text = options.caseSensitiveNames && !lower ? String(value) : String(value).toLowerCase();
      const found = method === "Contains" ? text.includes(wanted) : method === "StartsWith" ? text.startsWith(wanted) : text.endsWith(wanted);
      return found === isExpected;
    };
  }
  function literal(): Literal {
    const first = next();
    if (first.kind === "text") return { type: "string", value: first.value };
    if (first.kind === "number") return { type: "number", value: Number(first.value) };
    const word = first.value.toLowerCase();
    if (first.kind !== "word") throw new QueryNotReadable(`Value expected, found '${first.value}'`);
    if (word === "true" || word === "false") return { type: "boolean", value: word === "true" };
    if (word === "null") return { type: "null", value: undefined };
    if (word === "guid") return { type: "guid", value: argumentsOf()[0]?.value.toLowerCase() };
    if (word === "datetime") return { type: "date", value: dateTime() };
    throw new QueryNotReadable(`'${first.value}' is not known`);
  }
  function argumentsOf(): Token[] {
    take("(");
    const list: Token[] = [];
    while (!isMark(")")) {
      list.push(next());
      if (isMark(",")) at += 1;
      else if (!isMark(")")) throw new QueryNotReadable("')' expected");
    }
    take(")");
    return list;
  }
  function dateTime(): number {
    if (isMark(".")) {
      at += 1;
      if (next().value !== "Parse") throw new QueryNotReadable("DateTime.Parse expected");
      const read = Date.parse(`${argumentsOf()[0]?.value ?? ""}${/[TZ]/.test(String(tokens[at - 2]?.value)) ? "" : "T00:00:00Z"}`);
      if (Number.isNaN(read)) throw new QueryNotReadable("DateTime.Parse cannot read the date");
      return read;
    }
    const parts = argumentsOf().map((one) => Number(one.value));
    const [year, month, day, hour = 0, minute = 0, second = 0] = parts;
    if (year === undefined || month === undefined || day === undefined || parts.some(Number.isNaN)) throw new QueryNotReadable("DateTime takes year, month and day");
    const ms = Date.UTC(year, month - 1, day, hour, minute, second);
    const isReal = new Date(ms).getUTCMonth() === month - 1 && new Date(ms).getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
    if (!isReal) throw new QueryNotReadable("Year, Month, and Day parameters describe an un-representable DateTime.");
    return ms;
  }

  const test = any();
  if (at < tokens.length) throw new QueryNotReadable(`Syntax error at '${tokens[at]?.value ?? ""}'`);
  return { test, fieldsUsed };
}

const accepts: Record<FieldType, readonly Literal["type"][]> = {
  string: ["string", "null"],
  enum: ["string", "null"],
  guid: ["guid", "string", "null"],
  date: ["date", "null"],
  number: ["number", "null"],
  boolean: ["boolean", "null"],
};

function compare<R>(field: QueryField<R>, name: string, operator: string, literal: Literal, lower: boolean, options: WhereOptions): Predicate<R> {
  if (!accepts[field.type].includes(literal.type)) throw new QueryNotReadable(`Operator '${operator}' incompatible with operand types of '${name}'`);
  const ranges = operator !== "==" && operator !== "=" && operator !== "!=";
  if (ranges && field.type !== "date" && field.type !== "number") throw new QueryNotReadable(`Operator '${operator}' cannot be applied to '${name}'`);
  const fold = field.type === "string" && (!options.caseSensitiveNames || lower);
  const normal = (value: unknown) => (value === "" || value === undefined ? undefined : fold ? String(value).toLowerCase() : value);
  const wanted = normal(field.type === "guid" ? String(literal.value ?? "").toLowerCase() : literal.value);
  if (!ranges) return (record) => (normal(field.read(record)) === wanted) === (operator !== "!=");
  return (record) => {
    const value = field.read(record);
    if (typeof value !== "number" || typeof wanted !== "number") return false;
    if (operator === ">") return value > wanted;
    if (operator === "<") return value < wanted;
    return operator === ">=" ? value >= wanted : value <= wanted;
  };
}
