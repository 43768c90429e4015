import type { ContactGroup } from "../../books/contact.ts";
import { nextGuid } from "../../random.ts";
import { accepted, messages, refused, type Outcome } from "../../rules/outcome.ts";
import { asGuid, guid, oneOf, text, type Posted } from "../../rules/posted.ts";
import { changed, put } from "../../rules/writing.ts";
import { list, type ListRules } from "../../queries/list.ts";
import { ok, type Answer } from "../answer.ts";
import { readElements } from "../body.ts";
import type { Call, Route } from "../call.ts";
import { unknownId } from "../unknownId.ts";
import type { Wire } from "../wire/lines.ts";
import { writeMany } from "../writeMany.ts";

const scopes = ["accounting.contacts"] as const;
const one = "/ContactGroups/:id";

export const contactGroupRoutes: readonly Route[] = [
  { method: "GET", pattern: "/ContactGroups", scopes, handle: (call) => ok({ ContactGroups: list(call.world, call.request, call.query, call.books.contactGroups.values(), rules, (group) => group.status === "ACTIVE").records.map((group) => wire(call, group, false)) }) },
  { method: "PUT", pattern: "/ContactGroups", scopes, handle: (call) => write(call) },
  { method: "GET", pattern: one, scopes, handle: (call) => withGroup(call, (group) => ok({ ContactGroups: [wire(call, group, true)] })) },
  { method: "POST", pattern: one, scopes, handle: (call) => withGroup(call, (group) => write(call, group)) },
  { method: "PUT", pattern: `${one}/Contacts`, scopes, handle: (call) => withGroup(call, (group) => addContacts(call, group)) },
  { method: "DELETE", pattern: `${one}/Contacts`, scopes, handle: (call) => withGroup(call, (group) => keep(call, group, [])) },
  { method: "DELETE", pattern: `${one}/Contacts/:contactId`, scopes, handle: (call) => withGroup(call, (group) => keep(call, group, group.contactIds.filter((id) => id !== asGuid(call.params["contactId"] ?? "")))) },
];

const rules: ListRules<ContactGroup> = {
  paging: "none",
  fields: { ContactGroupID: { type: "guid", read: (group) => group.id }, Name: { type: "string", read: (group) => group.name }, Status: { type: "enum", read: (group) => group.status } },
};

function wire(call: Call, group: ContactGroup, withContacts: boolean): Wire {
  const contacts = group.contactIds.map((id) => ({ ContactID: id, Name: call.books.contacts.get(id)?.name ?? "" }));
  return { ContactGroupID: group.id, Name: group.name, Status: group.status, ...(withContacts ? { Contacts: contacts } : {}) };
}

function withGroup(call: Call, then: (group: ContactGroup) => Answer): Answer {
  const group = call.books.contactGroups.get(asGuid(call.params["id"] ?? "") ?? "");
  return group ? then(group) : unknownId(call);
}

function write(call: Call, before?: ContactGroup): Answer {
  return writeMany(call, { list: "ContactGroups", idField: "ContactGroupID", save: (posted) => save(call, posted, before), wire: (group) => wire(call, group, true) });
}

function save(call: Call, posted: Posted, before?: ContactGroup): Outcome<ContactGroup> {
  const name = text(posted, "Name") ?? before?.name ?? "";
  if (name === "") return refused("Contact group name must be specified");
  if ([...call.books.contactGroups.values()].some((group) => group.status === "ACTIVE" && group.id !== before?.id && group.name.toLowerCase() === name.toLowerCase())) return refused(messages.nameNotUnique);
  const group: ContactGroup = { id: before?.id ?? nextGuid(call.world.state.random), name, status: oneOf(posted, "Status", ["ACTIVE", "DELETED"] as const) ?? before?.status ?? "ACTIVE", contactIds: before?.contactIds ?? [] };
  put(call.writing, "contactGroups", group.id, group);
  changed(call.writing, "ContactGroup", group.id, before ? "update" : "create");
  return accepted(group);
}

function addContacts(call: Call, group: ContactGroup): Answer {
  const ids = readElements(call.body, "Contacts").map((posted) => guid(posted, "ContactID") ?? "");
  if (ids.some((id) => !call.books.contacts.has(id))) return unknownId(call);
  const contactIds = [...new Set([...group.contactIds, ...ids])];
  put(call.writing, "contactGroups", group.id, { ...group, contactIds });
  changed(call.writing, "ContactGroup", group.id, "update");
  return ok({ Contacts: ids.map((id) => ({ ContactID: id, Name: call.books.contacts.get(id)?.name ?? "" })) });
}

function keep(call: Call, group: ContactGroup, contactIds: string[]): Answer {
  put(call.writing, "contactGroups", group.id, { ...group, contactIds });
  changed(call.writing, "ContactGroup", group.id, "update");
  return { status: 204 };
}
