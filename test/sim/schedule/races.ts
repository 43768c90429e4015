import { situated, type Situation } from "./situation.ts";

const { of, fault, round, minutes, times } = situated;
const QUIET = { webhooks: false, createStatus: "draft" } as const;

/** Situations that rest on which of two comes first. */
export const RACES: Readonly<Record<string, Situation>> = {
  "a record in conflict is edited in another group, long after": {
    setting: QUIET,
    steps: (dice) => [
      minutes(1), round, of(dice, "both edit one document", { which: 0, theirs: "quantity", ours: "quantity", seconds: 1 }), minutes(6), round, minutes(20),
      of(dice, "new document in Xero", { sort: "bill" }), round, minutes(20), round,
      // Polls overlap; what is read again is planned on that occasion.
      ...times(4, (which) => of(dice, "edit document here", { kind: "invoice", which, edit: "reference" })), round, minutes(20), round,
    ],
  },
  "a page is not stored at once": {
    setting: { ...QUIET, smallPages: true },
    steps: (dice) => [
      ...times(4, () => of(dice, "new client here")), round, minutes(20), round, of(dice, "edit contact in Xero", { which: 6, field: "email" }), minutes(16), of(dice, "poll one list", { kind: "contact" }), round, minutes(16),
      ...times(3, (which) => [of(dice, "edit contact in Xero", { which, field: "email" }), minutes(6)]).flat(),
      ...times(3, (which) => of(dice, "edit contact in Xero", { which: which + 3, field: "email" })), of(dice, "a page is stored when another writer was faster", { kind: "contact" }), round, round,
    ],
  },
  "a row moves from the first page to the end": {
    setting: { ...QUIET, smallPages: true },
    steps: (dice) => [
      ...times(4, () => of(dice, "new client here")), round, minutes(20), round, of(dice, "edit contact in Xero", { which: 6, field: "email" }), minutes(16), of(dice, "poll one list", { kind: "contact" }), round, minutes(16),
      ...times(5, (which) => of(dice, "edit contact in Xero", { which, field: "email" })), minutes(16), of(dice, "a contact of the first page is touched before the second"), round, round,
    ],
  },
  "a person edits while a page is stored": {
    setting: QUIET,
    steps: (dice) => [...times(2, (which) => of(dice, "edit client here", { which, field: "mobile" })), round, minutes(20), round, of(dice, "a client is edited while a page that has it is stored"), round, round],
  },
  "a person edits what is on its way": {
    setting: QUIET,
    steps: (dice) => [minutes(1), round, of(dice, "a draft is edited again while its edit is on its way"), round, round, minutes(20), round],
  },
  "Xero edits what is about to be written": {
    setting: QUIET,
    steps: (dice) => [minutes(1), round, of(dice, "a draft is edited in Xero when our edit of it was decided"), round, round],
  },
  "a slow refresh": {
    setting: QUIET,
    steps: (dice) => [
      of(dice, "a refresh that was answered first is kept last"), minutes(6), round, minutes(40), round,
      of(dice, "a refresh that was answered first is kept last", { ended: false }), round, minutes(40), round,
    ],
  },
  "a contact is merged into a new one": {
    setting: QUIET,
    steps: (dice) => [round, minutes(20), of(dice, "merged into a contact that is new"), of(dice, "poll one list", { kind: "contact" }), round, round],
  },
  "a creation whose answer is lost is seen by itself": {
    setting: { webhooks: true, createStatus: "draft" },
    steps: (dice) => [
      minutes(1), round, of(dice, "new document here", { kind: "invoice", approved: false }), fault(dice, "crash-before-answer", { after: 0 }), of(dice, "cut short"), { do: "deliveries come" }, of(dice, "poll one list", { kind: "invoice" }), of(dice, "cut short"), round,
    ],
  },
  "a document was made, nobody heard, and the look fails": {
    setting: QUIET,
    steps: (dice) => [
      minutes(1), round, of(dice, "new document here", { kind: "invoice" }), fault(dice, "answer-lost-after-commit", { after: 0, method: "PUT" }), of(dice, "cut short"), minutes(9),
      fault(dice, "server-error-500", { after: 0, method: "GET" }), of(dice, "cut short"), round, round,
    ],
  },
  "a document was made, nobody heard, and no poll comes across it": {
    setting: QUIET,
    // Xero keeps numbers of invoices apart, not those of bills.
    steps: (dice) => [minutes(1), round, ...["invoice", "bill"].flatMap((kind) => [
      of(dice, "new document here", { kind }), fault(dice, "answer-lost-after-commit", { after: 0, method: "PUT" }), of(dice, "cut short"), minutes(9),
      of(dice, "poll one list", { kind: "contact" }), of(dice, "cut short"), round, round,
    ])],
  },
  "a payment was made, nobody heard, and no poll comes across it": {
    setting: { ...QUIET, createStatus: "authorised" },
    steps: (dice) => [
      of(dice, "new document here", { kind: "invoice", approved: true, lines: 3, quantity: 9 }), minutes(1), round, round,
      of(dice, "payment here", { kind: "invoice", how: "account", hundreds: 1 }), fault(dice, "answer-lost-after-commit", { after: 0, method: "PUT" }), of(dice, "cut short"), minutes(9),
      of(dice, "poll one list", { kind: "contact" }), of(dice, "cut short"), round, round,
    ],
  },
  "Xero's clock steps back between two edits": {
    setting: QUIET,
    steps: (dice) => [
      minutes(16), round, of(dice, "edit contact in Xero", { which: 0, field: "email", value: 1 }), of(dice, "poll one list", { kind: "contact" }), round, fault(dice, "clock-skew", { ms: -240_000 }),
      of(dice, "edit contact in Xero", { which: 0, field: "email", value: 2 }), of(dice, "poll one list", { kind: "contact" }), round, round,
    ],
  },
  "two edits in one moment": {
    setting: QUIET,
    steps: (dice) => [minutes(16), of(dice, "edited in Xero, seen, and edited again", { ms: 0 }), minutes(16), round],
  },
  "a price of four decimals is changed": {
    setting: QUIET,
    steps: (dice) => [minutes(1), round, ...times(2, (which) => of(dice, "edit document here", { kind: "invoice", which, edit: "price", value: 1 + 10 * dice.below(80) })), round, minutes(10), round],
  },
};
