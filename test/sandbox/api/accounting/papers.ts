import type { Attachment } from "../../books/document.ts";
import type { Books } from "../../books/books.ts";
import { wireInstant, wireInstantString } from "../../dates.ts";
import { nextGuid } from "../../random.ts";
import { asGuid, text } from "../../rules/posted.ts";
import { changed, noteHistory, put, type MapName } from "../../rules/writing.ts";
import { ok, validationFailed, type Answer } from "../answer.ts";
import { readElements } from "../body.ts";
import type { Call, Route } from "../call.ts";
import type { ScopeFamily } from "../scopes.ts";
import { unknownId } from "../unknownId.ts";

type Papered = Extract<MapName, "invoices" | "creditNotes" | "contacts" | "bankTransactions" | "quotes" | "payments" | "overpayments" | "prepayments" | "items" | "batchPayments">;

/** Endpoints that keep history, and which of them take attachments (facts §5.9). */
const papered: readonly { path: string; map: Papered; scopes: readonly ScopeFamily[]; attachments: boolean }[] = [
  { path: "Invoices", map: "invoices", scopes: ["accounting.invoices"], attachments: true },
  { path: "CreditNotes", map: "creditNotes", scopes: ["accounting.invoices"], attachments: true },
  { path: "Contacts", map: "contacts", scopes: ["accounting.contacts"], attachments: true },
  { path: "BankTransactions", map: "bankTransactions", scopes: ["accounting.banktransactions"], attachments: true },
  { path: "Quotes", map: "quotes", scopes: ["accounting.invoices"], attachments: true },
  { path: "Payments", map: "payments", scopes: ["accounting.payments"], attachments: false },
  { path: "Overpayments", map: "overpayments", scopes: ["accounting.payments"], attachments: false },
  { path: "Prepayments", map: "prepayments", scopes: ["accounting.payments"], attachments: false },
  { path: "BatchPayments", map: "batchPayments", scopes: ["accounting.payments"], attachments: false },
  { path: "Items", map: "items", scopes: ["accounting.settings"], attachments: false },
];

const maxNoteLength = 2_500;
const maxAttachments = 10;
const badFileName = /[<>:"/\\|?*]|[^\x20-\x7e]/;

export const paperRoutes: readonly Route[] = papered.flatMap(({ path, map, scopes, attachments }): Route[] => {
  const withRecord = (call: Call, then: (id: string) => Answer): Answer => {
    const id = asGuid(call.params["id"] ?? "");
    return id !== undefined && call.books[map].has(id) ? then(id) : unknownId(call);
  };
  const history: Route[] = [
    { method: "GET", pattern: `/${path}/:id/History`, scopes, handle: (call) => withRecord(call, (id) => ok({ HistoryRecords: historyWire(call.books, id) })) },
    { method: "PUT", pattern: `/${path}/:id/History`, scopes, handle: (call) => withRecord(call, (id) => addNote(call, map, id)) },
  ];
  if (!attachments) return history;
  const files = ["accounting.attachments"] as const;
  return [
    ...history,
    { method: "GET", pattern: `/${path}/:id/Attachments`, scopes: files, handle: (call) => withRecord(call, (id) => ok({ Attachments: filesOf(call, id).map((file) => attachmentWire(file, path, id)) })) },
    { method: "GET", pattern: `/${path}/:id/Attachments/:fileName`, scopes: files, handle: (call) => withRecord(call, (id) => download(call, id)) },
    { method: "PUT", pattern: `/${path}/:id/Attachments/:fileName`, scopes: files, handle: (call) => withRecord(call, (id) => attach(call, map, path, id)) },
    { method: "POST", pattern: `/${path}/:id/Attachments/:fileName`, scopes: files, handle: (call) => withRecord(call, (id) => attach(call, map, path, id)) },
  ];
});

function historyWire(books: Books, id: string) {
  return [...(books.history.get(id) ?? [])].reverse().map((record) => ({
    Changes: record.changes,
    DateUTCString: wireInstantString(record.atMs).slice(0, 19),
    DateUTC: wireInstant(record.atMs),
    User: record.user,
    Details: record.details,
  }));
}

function addNote(call: Call, map: Papered, id: string): Answer {
  const notes = readElements(call.body, "HistoryRecords").map((posted) => text(posted, "Details") ?? "");
  if (notes.some((note) => note === "" || note.length > maxNoteLength)) return validationFailed([{ ValidationErrors: [{ Message: `A note must have between 1 and ${maxNoteLength} characters` }] }]);
  for (const note of notes) noteHistory(call.writing, id, "Note", note);
  changed(call.writing, "HistoryRecord", id, "create");
  touch(call, map, id);
  return ok({ HistoryRecords: historyWire(call.books, id).slice(0, notes.length).map(({ Details, DateUTC, DateUTCString, Changes, User }) => ({ Changes, DateUTC, DateUTCString, User, Details })) });
}

/** Whether a note or file moves UpdatedDateUTC nobody could tell: a switch (facts §2.4). */
function touch(call: Call, map: Papered, id: string): void {
  if (call.world.state.assumptions.historyBumpsUpdated === "no") return;
  put(call.writing, map, id, { ...call.books[map].get(id), updatedAtMs: call.writing.nowMs } as never);
}

const filesOf = (call: Call, id: string) => call.books.attachments.get(id) ?? [];

const attachmentWire = (file: Attachment, path: string, id: string) => ({
  AttachmentID: file.id,
  FileName: file.fileName,
  Url: `https://api.xero.com/api.xro/2.0/${path}/${id}/Attachments/${encodeURIComponent(file.fileName)}`,
  MimeType: file.mimeType,
  ContentLength: file.contentLength,
  ...(file.includeOnline ? { IncludeOnline: true } : {}),
});

function download(call: Call, id: string): Answer {
  const wanted = call.params["fileName"] ?? "";
  const file = filesOf(call, id).find((one) => one.fileName === wanted || one.id === asGuid(wanted));
  return file ? { status: 200, raw: { content: new Uint8Array(Buffer.from(file.contentBase64, "base64")), contentType: file.mimeType } } : unknownId(call);
}

/** The same name overwrites (facts §5.9). */
function attach(call: Call, map: Papered, path: string, id: string): Answer {
  const fileName = call.params["fileName"] ?? "";
  const contentLength = Buffer.byteLength(call.body, "base64");
  const others = filesOf(call, id).filter((file) => file.fileName !== fileName);
  const errors: string[] = [];
  if (badFileName.test(fileName)) errors.push("The file name contains characters that are not allowed");
  if (contentLength === 0) errors.push("The attachment is empty");
  if (contentLength > Number(call.world.state.assumptions.attachmentLimitMb) * 1_000_000) errors.push("The attachment is too large");
  if (others.length >= maxAttachments) errors.push(`A document can have at most ${maxAttachments} attachments`);
  if (errors.length > 0) return validationFailed([{ ValidationErrors: errors.map((Message) => ({ Message })) }]);
  const file: Attachment = {
    id: filesOf(call, id).find((one) => one.fileName === fileName)?.id ?? nextGuid(call.world.state.random),
    fileName, contentLength,
    mimeType: call.request.headers.get("content-type") ?? "application/octet-stream",
    contentBase64: call.body,
    includeOnline: call.query.get("IncludeOnline")?.toLowerCase() === "true",
  };
  put(call.writing, "attachments", id, [...others, file]);
  changed(call.writing, "Attachment", file.id, "create");
  const record = call.books[map].get(id);
  if (record && "hasAttachments" in record) put(call.writing, map, id, { ...record, hasAttachments: true } as never);
  touch(call, map, id);
  return ok({ Attachments: [attachmentWire(file, path, id)] });
}
