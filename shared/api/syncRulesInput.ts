import * as v from "valibot";
import { GROUP_FAMILIES } from "../merge/groups.ts";
import { SYNCED_KINDS } from "../records/kinds.ts";

/** SyncRules as an admin may save them: whole and strict, so that a misspelt rule cannot silently mean its default. */

const direction = v.picklist(["both", "fromXero", "toXero", "off"]);
const winner = v.picklist(["xero", "ours", "newest", "ask"]);
const createStatus = v.picklist(["draft", "submitted", "authorised"]);
const codeOrNull = v.nullable(v.pipe(v.string(), v.minLength(1, "must not be empty"), v.maxLength(50, "is too long")));
const coding = v.strictObject({ accountCode: codeOrNull, taxType: codeOrNull });
const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/, "is not an id"));
const cell = v.strictObject({ draft: v.optional(winner), posted: v.optional(winner) });
const filter = v.strictObject({
  minTotalMinor: v.optional(v.pipe(v.number(), v.integer("must be a whole number of minor units (12.50 is 1250)"), v.minValue(0, "must not be negative"))),
  projectIds: v.optional(v.pipe(v.array(id), v.maxLength(500, "takes at most 500 projects"))),
});

const each = <K extends string, S>(keys: readonly K[], schema: S): Record<K, S> => Object.fromEntries(keys.map((key) => [key, schema])) as Record<K, S>;

export const SyncRulesInput = v.strictObject({
  directions: v.strictObject(each(SYNCED_KINDS, direction)),
  policy: v.strictObject(each(SYNCED_KINDS, v.optional(v.strictObject(each(GROUP_FAMILIES, v.optional(cell)))))),
  unpaidUnsentFlow: v.boolean(),
  filters: v.strictObject(each(SYNCED_KINDS, v.optional(filter))),
  createStatus: v.strictObject({ invoice: createStatus, bill: createStatus, credit_note: createStatus }),
  pushApproval: v.boolean(),
  createOnApproval: v.boolean(),
  paymentAccounts: v.record(v.pipe(v.string(), v.maxLength(50, "is too long"), v.regex(/^[^A-Z]+$/, "must be lower case")), id),
  defaultCoding: v.strictObject({ sales: coding, purchases: coding }),
  projectTrackingCategoryId: v.nullable(id),
  eventsUrl: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(500, "is too long"), v.url("is not an address"), v.startsWith("https://", "must begin with https://"))), null),
});
