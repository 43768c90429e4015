import type { TrackingCategory, TrackingOption } from "../books/ledger.ts";
import { nextGuid } from "../random.ts";
import type { Writing } from "../world.ts";
import { accepted, messages, refused, type Outcome } from "./outcome.ts";
import { oneOf, text, tooLong, type Posted } from "./posted.ts";
import { changed, put, remove } from "./writing.ts";

/** Two active, four with the archived ones (facts §5.7). */
const maxActive = 2;
const maxCategories = 4;
const statuses = ["ACTIVE", "ARCHIVED"] as const;

export function saveTrackingCategory(writing: Writing, posted: Posted, before?: TrackingCategory): Outcome<TrackingCategory> {
  const all = [...writing.books.trackingCategories.values()].filter((one) => one.id !== before?.id);
  const name = text(posted, "Name") ?? before?.name ?? "";
  const status = oneOf(posted, "Status", statuses) ?? before?.status ?? "ACTIVE";
  const errors = tooLong(posted, { Name: 100 });
  if (name === "") errors.push("Tracking category name must be specified");
  if (all.some((one) => one.name.toLowerCase() === name.toLowerCase())) errors.push(messages.nameNotUnique);
  if (status === "ACTIVE" && all.filter((one) => one.status === "ACTIVE").length >= maxActive) errors.push("A maximum of 2 active tracking categories is allowed");
  if (!before && all.length >= maxCategories) errors.push("A maximum of 4 tracking categories is allowed");
  if (errors.length > 0) return refused(...errors);
  const category: TrackingCategory = { id: before?.id ?? nextGuid(writing.world.state.random), name, status, options: before?.options ?? [] };
  put(writing, "trackingCategories", category.id, category);
  changed(writing, "TrackingCategory", category.id, before ? "update" : "create");
  return accepted(category);
}

/** A rename keeps the option's id. */
export function saveTrackingOption(writing: Writing, category: TrackingCategory, posted: Posted, before?: TrackingOption): Outcome<TrackingOption> {
  const name = text(posted, "Name") ?? before?.name ?? "";
  const errors = tooLong(posted, { Name: 100 });
  if (name === "") errors.push("Tracking option name must be specified");
  if (category.options.some((one) => one.name.toLowerCase() === name.toLowerCase() && one.id !== before?.id)) errors.push(messages.nameNotUnique);
  if (errors.length > 0) return refused(...errors);
  const option: TrackingOption = { id: before?.id ?? nextGuid(writing.world.state.random), name, status: oneOf(posted, "Status", statuses) ?? before?.status ?? "ACTIVE" };
  const options = before ? category.options.map((one) => (one.id === option.id ? option : one)) : [...category.options, option];
  put(writing, "trackingCategories", category.id, { ...category, options });
  changed(writing, "TrackingOption", option.id, before ? "update" : "create");
  return accepted(option);
}

/** An option on a document's line can only be archived (facts §5.7). */
export function deleteTrackingOption(writing: Writing, category: TrackingCategory, option: TrackingOption): Outcome<TrackingOption> {
  if (isUsed(writing, option.id)) return refused("The tracking option is in use and cannot be deleted, only archived");
  put(writing, "trackingCategories", category.id, { ...category, options: category.options.filter((one) => one.id !== option.id) });
  changed(writing, "TrackingOption", option.id, "delete");
  return accepted(option);
}

export function deleteTrackingCategory(writing: Writing, category: TrackingCategory): Outcome<TrackingCategory> {
  if (category.options.some((option) => isUsed(writing, option.id))) return refused("The tracking category is in use and cannot be deleted, only archived");
  remove(writing, "trackingCategories", category.id);
  changed(writing, "TrackingCategory", category.id, "delete");
  return accepted(category);
}

function isUsed(writing: Writing, optionId: string): boolean {
  const { invoices, creditNotes, bankTransactions, quotes } = writing.books;
  for (const map of [invoices, creditNotes, bankTransactions, quotes]) {
    for (const document of map.values()) if (document.lines.some((line) => line.tracking.some((one) => one.optionId === optionId))) return true;
  }
  return false;
}
