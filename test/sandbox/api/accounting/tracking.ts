import type { TrackingCategory, TrackingOption } from "../../books/ledger.ts";
import { list, type ListRules } from "../../queries/list.ts";
import type { Outcome } from "../../rules/outcome.ts";
import { asGuid } from "../../rules/posted.ts";
import { deleteTrackingCategory, deleteTrackingOption, saveTrackingCategory, saveTrackingOption } from "../../rules/saveTracking.ts";
import { ok, validationFailed, type Answer } from "../answer.ts";
import type { Call, Route } from "../call.ts";
import { unknownId } from "../unknownId.ts";
import { trackingCategoryWire, trackingOptionWire } from "../wire/ledger.ts";
import { writeMany } from "../writeMany.ts";

const scopes = ["accounting.settings"] as const;
const one = "/TrackingCategories/:id";

export const trackingRoutes: readonly Route[] = [
  { method: "GET", pattern: "/TrackingCategories", scopes, handle: listCategories },
  { method: "PUT", pattern: "/TrackingCategories", scopes, handle: (call) => writeCategory(call) },
  { method: "GET", pattern: one, scopes, handle: (call) => withCategory(call, (category) => ok({ TrackingCategories: [trackingCategoryWire(category, true)] })) },
  { method: "POST", pattern: one, scopes, handle: (call) => withCategory(call, (category) => writeCategory(call, category)) },
  { method: "DELETE", pattern: one, scopes, handle: (call) => withCategory(call, (category) => gone(deleteTrackingCategory(call.writing, category), "TrackingCategories", (left) => trackingCategoryWire(left, true))) },
  { method: "PUT", pattern: `${one}/Options`, scopes, handle: (call) => withCategory(call, (category) => writeOption(call, category)) },
  { method: "POST", pattern: `${one}/Options/:optionId`, scopes, handle: (call) => withOption(call, (category, option) => writeOption(call, category, option)) },
  { method: "DELETE", pattern: `${one}/Options/:optionId`, scopes, handle: (call) => withOption(call, (category, option) => gone(deleteTrackingOption(call.writing, category, option), "Options", trackingOptionWire)) },
];

const rules: ListRules<TrackingCategory> = {
  paging: "none",
  fields: {
    TrackingCategoryID: { type: "guid", read: (category) => category.id },
    Name: { type: "string", read: (category) => category.name },
    Status: { type: "enum", read: (category) => category.status },
  },
};

function listCategories(call: Call): Answer {
  const includeArchived = call.query.get("includeArchived")?.toLowerCase() === "true";
  const found = list(call.world, call.request, call.query, call.books.trackingCategories.values(), rules, (category) => includeArchived || category.status === "ACTIVE");
  return ok({ TrackingCategories: found.records.map((category) => trackingCategoryWire(category, includeArchived)) });
}

function withCategory(call: Call, then: (category: TrackingCategory) => Answer): Answer {
  const category = call.books.trackingCategories.get(asGuid(call.params["id"] ?? "") ?? "");
  return category ? then(category) : unknownId(call);
}

function withOption(call: Call, then: (category: TrackingCategory, option: TrackingOption) => Answer): Answer {
  return withCategory(call, (category) => {
    const option = category.options.find((known) => known.id === asGuid(call.params["optionId"] ?? ""));
    return option ? then(category, option) : unknownId(call);
  });
}

function writeCategory(call: Call, before?: TrackingCategory): Answer {
  return writeMany(call, { list: "TrackingCategories", idField: "TrackingCategoryID", save: (posted) => saveTrackingCategory(call.writing, posted, before), wire: (category) => trackingCategoryWire(category, true) });
}

function writeOption(call: Call, category: TrackingCategory, before?: TrackingOption): Answer {
  return writeMany(call, {
    list: "Options",
    idField: "TrackingOptionID",
    save: (posted) => saveTrackingOption(call.writing, call.books.trackingCategories.get(category.id) ?? category, posted, before),
    wire: trackingOptionWire,
  });
}

function gone<T>(outcome: Outcome<T>, listName: string, wire: (record: T) => Record<string, unknown>): Answer {
  if (!outcome.ok) return validationFailed([{ ValidationErrors: outcome.errors.map((Message) => ({ Message })) }]);
  return ok({ [listName]: [{ ...wire(outcome.record), Status: "DELETED" }] });
}
