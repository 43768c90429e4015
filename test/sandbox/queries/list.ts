import type { World } from "../world.ts";
import { parseOrder } from "./order.ts";
import { fieldNamed, parseWhere, QueryNotReadable, type Predicate, type QueryFields } from "./where.ts";

/** What one endpoint's list knows to do (facts §2.3). */
export interface ListRules<R> {
  fields: QueryFields<R>;
  updatedAtMs?: (record: R) => number;
  paging: "none" | "optional" | "always";
  pageSize?: number;
  maxPageSize?: number;
  hasPagination?: boolean;
  where?: boolean;
  order?: boolean;
}

export interface Listed<R> {
  records: R[];
  isPaged: boolean;
  pagination?: { page: number; pageSize: number; pageCount: number; itemCount: number };
}

/** Nothing is newer than If-Modified-Since, and under one reading of Xero's pages that is a 304 without a body (facts §2.4). */
export class NotModified extends Error {
  override readonly name = "NotModified";
}

/** Filters, orders and pages. There is no snapshot between pages: each call sees the books as they are (facts §2.3). */
export function list<R>(world: World, request: Request, query: URLSearchParams, all: Iterable<R>, rules: ListRules<R>, extra?: Predicate<R>): Listed<R> {
  const { assumptions } = world.state;
  const tests: Predicate<R>[] = extra ? [extra] : [];
  const since = rules.updatedAtMs ? modifiedSince(request.headers.get("if-modified-since"), assumptions.modifiedSinceMilliseconds) : undefined;
  const updatedAtMs = rules.updatedAtMs;
  if (since !== undefined && updatedAtMs) {
    // Compared by whole seconds, as the header has no more (facts §2.4).
    tests.push((record) => {
      const second = Math.floor(updatedAtMs(record) / 1000);
      return assumptions.modifiedSince === "inclusive" ? second >= since : second > since;
    });
  }
  const used: string[] = [];
  const where = rules.where === false ? null : query.get("where");
  if (where !== null && where.trim() !== "") {
    const parsed = parseWhere(where, rules.fields, { caseSensitiveNames: assumptions.nameFilterCase === "sensitive", nullIsRefused: assumptions.whereOnNull === "refused" });
    tests.push(parsed.test);
    used.push(...parsed.fieldsUsed);
  }
  const order = rules.order === false ? null : query.get("order");
  const ordering = order !== null && order.trim() !== "" ? parseOrder(order, rules.fields) : undefined;
  if (ordering) used.push(...ordering.fieldsUsed);

  let total = 0;
  let records: R[] = [];
  for (const record of all) {
    total += 1;
    if (tests.every((test) => test(record))) records.push(record);
  }
  if (total > Number(assumptions.highVolumeThreshold) && used.some((name) => !fieldNamed(rules.fields, name)?.isOptimised)) {
    throw new QueryNotReadable("This filter or order is not supported for organisations with a large number of records");
  }
  if (ordering) records.sort(ordering.compare);
  if (since !== undefined && records.length === 0 && assumptions.modifiedSinceNothing === "304") throw new NotModified();
  const paging = readPaging(query, rules);
  if (!paging) return { records, isPaged: false };
  const { page, pageSize } = paging;
  const itemCount = records.length;
  records = records.slice((page - 1) * pageSize, page * pageSize);
  const pagination = { page, pageSize, pageCount: Math.ceil(itemCount / pageSize), itemCount };
  return { records, isPaged: true, ...(rules.hasPagination === false ? {} : { pagination }) };
}

function readPaging<R>(query: URLSearchParams, rules: ListRules<R>): { page: number; pageSize: number } | undefined {
  if (rules.paging === "none") return undefined;
  const page = query.get("page");
  const size = query.get("pageSize");
  const isSummary = query.get("summaryOnly")?.toLowerCase() === "true";
  if (page === null && size === null && !isSummary && rules.paging === "optional") return undefined;
  const maxPageSize = rules.maxPageSize ?? 1000;
  const read = { page: page === null || page === "" ? 1 : Number(page), pageSize: size === null || rules.maxPageSize === 0 ? (rules.pageSize ?? 100) : Number(size) };
  if (!Number.isInteger(read.page) || read.page < 1) throw new QueryNotReadable(`The page '${page ?? ""}' must be a whole number from 1`);
  if (rules.maxPageSize !== 0 && (!Number.isInteger(read.pageSize) || read.pageSize < 1 || read.pageSize > maxPageSize)) {
    throw new QueryNotReadable(`The pageSize '${size ?? ""}' must be between 1 and ${maxPageSize}`);
  }
  return read;
}

/** Whole seconds since 1970, or undefined when the header is absent or unusable (an unusable one is ignored, facts §2.4). */
function modifiedSince(header: string | null, milliseconds: "accepted" | "ignored"): number | undefined {
  if (header === null || header.trim() === "") return undefined;
  if (/\.\d+/.test(header) && milliseconds === "ignored") return undefined;
  const iso = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/.exec(header.trim());
  const read = Date.parse(iso && iso[1] !== undefined && iso[3] === undefined ? `${header.trim()}Z` : header);
  return Number.isNaN(read) ? undefined : Math.floor(read / 1000);
}
