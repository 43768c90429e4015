import type { Random } from "../dice.ts";
import type { Step } from "../steps/step.ts";
import { RACES } from "./races.ts";
import { situated, type Situation } from "./situation.ts";

const { of, fault, round, minutes, times } = situated;

/** Xero has done it, and nobody heard. */
const COMMITTED = ["answer-lost-after-commit", "gateway-timeout-after-commit", "error-after-commit", "truncated-json", "empty-body-after-commit", "html-after-commit", "crash-before-answer"] as const;
/** Xero has not done it, and nobody knows. */
const NOT_COMMITTED = ["timeout-before-commit", "gateway-timeout-before-commit"] as const;

/** A creation of every kind that Xero takes from us. */
const creations = (dice: Random): Step[] => [
  of(dice, "new client here"), of(dice, "new document here", { kind: dice.pick(["invoice", "bill", "credit_note", "quote"]) }), of(dice, "payment here", { kind: "invoice", how: "account" }),
];

export const SITUATIONS: Readonly<Record<string, Situation>> = {
  "a page of a poll fails behind many changes": {
    setting: { smallPages: true, webhooks: false },
    steps: (dice) => [
      ...times(3, () => of(dice, "new client here")), round, minutes(20), round, ...times(7, (which) => of(dice, "edit contact in Xero", { which })), ...times(5, (which) => of(dice, "edit document in Xero", { which, field: "reference" })),
      minutes(20), of(dice, "poll one list", { kind: "contact" }), of(dice, "a page fails", { list: "/Contacts", page: 1 }), round, minutes(1), round,
    ],
  },
  "rows change while pages are read": {
    setting: { smallPages: true, webhooks: false },
    steps: (dice) => [
      ...times(3, () => of(dice, "new client here")), round, minutes(20), round, ...times(7, (which) => of(dice, "edit contact in Xero", { which })), minutes(dice.pick([1, 20])), of(dice, "edit contact in Xero", { which: 0 }), minutes(16),
      of(dice, "a row moves between two pages", { list: "/Contacts" }), round, round,
    ],
  },
  "edits within one second of a poll": {
    setting: { webhooks: false },
    steps: (dice) => [minutes(16), of(dice, "edits around a poll"), minutes(20), round, of(dice, "edits around a poll")],
  },
  "an edit in Xero follows our own write": {
    setting: { webhooks: false },
    steps: (dice) => [of(dice, "edited in Xero, seen, and edited again"), round, of(dice, "edit client here", { which: 0 }), round, of(dice, "edit contact in Xero", { which: 0 }), of(dice, "edit document here", { kind: "invoice", edit: "reference" }), round, of(dice, "edit document in Xero", { field: "reference" }), minutes(20), round],
  },
  "an edit is made while an earlier one is sent": {
    setting: { createStatus: "draft" },
    steps: (dice) => [
      minutes(1), round, of(dice, "edit document here", { kind: "invoice", edit: "quantity", which: 0 }), fault(dice, "tax-adjusted", { after: 0 }), fault(dice, "edit-meanwhile", { after: 2 + dice.below(3), value: 0 }), round, round,
      fault(dice, "account-archived", { after: 0, method: "" }), of(dice, "edit document here", { kind: "invoice", edit: "coding" }), round,
    ],
  },
  "a creation was done and nobody heard": {
    steps: (dice) => [...creations(dice), fault(dice, dice.pick(COMMITTED), { after: dice.below(2), method: "PUT" }), round, { do: "time passes", seconds: dice.pick([20, 200, 300]) }, round, minutes(10), round],
  },
  "a creation was done, nobody heard, and nothing ran for a while": {
    setting: { webhooks: false },
    steps: (dice) => [...creations(dice), fault(dice, dice.pick(COMMITTED), { after: dice.below(2), method: "PUT" }), round, minutes(dice.pick([8, 15, 40])), round, round],
  },
  "a creation was not done and nobody knows": {
    steps: (dice) => [...creations(dice), fault(dice, dice.pick(NOT_COMMITTED), { after: dice.below(2), method: "PUT" }), round, { do: "time passes", seconds: dice.pick([10, 60, 200]) }, round, round],
  },
  "the look after a lost answer fails as well": {
    setting: { webhooks: false },
    steps: (dice) => [...creations(dice), fault(dice, dice.pick(COMMITTED), { after: 0, method: "PUT" }), round, minutes(dice.pick([1, 9])), fault(dice, dice.pick(["connection-refused", "server-error-500"]), { after: 0, method: "GET" }), round, round],
  },
  "what is paid here is paid in Xero already": {
    setting: { createStatus: "authorised", webhooks: false },
    steps: (dice) => [
      of(dice, "new document here", { kind: "invoice", approved: true }), round, round, ...times(4, (which) => of(dice, "act on document in Xero", { which, act: "pay" })),
      ...times(2, () => of(dice, "payment here", { kind: "invoice", how: "account" })), round, round, round,
    ],
  },
  "both sides move one quantity, and we the reference": {
    setting: { createStatus: "draft" },
    steps: (dice) => [
      minutes(1), round, of(dice, "both edit one document", { which: 0, theirs: "quantity", ours: "quantity", seconds: 1 }), minutes(6), round,
      ...times(4, (which) => of(dice, "edit document here", { kind: "invoice", which, edit: "reference" })), round, round,
    ],
  },
  "a line gets another account here": {
    setting: { createStatus: "draft" },
    steps: (dice) => [
      minutes(1), round, ...[0, 1, 2].map((value) => of(dice, "edit document here", { kind: "invoice", which: 0, edit: "coding", value })), round, of(dice, "edit document here", { kind: "bill", which: 0, edit: "coding", value: 1 }), round, round,
      ...times(3, (which) => of(dice, "edit document here", { kind: "invoice", which, edit: "text" })), round,
    ],
  },
  "the books are locked": {
    steps: (dice) => [
      fault(dice, "period-locked", { after: 0, method: "" }), round, of(dice, "edit document here", { kind: "invoice", edit: "quantity" }), minutes(70), round,
      of(dice, "change settings in Xero", { act: "lock" }), of(dice, "edit document here", { kind: "bill", edit: "quantity" }), round, minutes(70), round,
    ],
  },
  "a change was not done, nobody knows, and the look shows nothing": {
    setting: { webhooks: false },
    steps: (dice) => [minutes(1), round, of(dice, "edit client here", { which: 0 }), fault(dice, "timeout-before-commit", { after: 0, method: "POST" }), round, fault(dice, "empty-list"), round, minutes(1), round],
  },
  "lists come back empty": {
    setting: { eventsOut: true },
    steps: (dice) => [of(dice, "edit contact in Xero", { field: "email" }), fault(dice, "events-address-down", { after: 0 }), minutes(70), round, of(dice, "edit contact in Xero"), of(dice, "edit document in Xero"), { do: "deliveries come" }, fault(dice, "empty-list"), round, minutes(2), fault(dice, "empty-list"), round, minutes(400), fault(dice, "empty-list"), round],
  },
  "a round is held up until another has run": {
    steps: (dice) => [...creations(dice), of(dice, "edit contact in Xero"), fault(dice, dice.pick(["lease-lost", "gate-evicted", "rounds-overlap"])), round, of(dice, "edit document here"), fault(dice, dice.pick(["lease-lost", "gate-evicted"])), round],
  },
  "two refresh one sign-in": {
    steps: (dice) => [fault(dice, "refresh-raced"), round, minutes(31), fault(dice, "refresh-answer-lost"), round, minutes(31), round],
  },
  "prices have four decimals": {
    steps: (dice) => [
      of(dice, "edit document here", { kind: "invoice", edit: "price" }), round, of(dice, "edit document in Xero", { field: "reference" }), minutes(40), round, of(dice, "edit document here", { kind: "invoice", edit: "price" }), round,
      of(dice, "new document here", { kind: "credit_note", approved: false }), round, of(dice, "edit document here", { kind: "credit_note", edit: "price", value: 1 + 10 * dice.below(80) }), round, minutes(70), round,
    ],
  },
  "Xero says wait": {
    steps: (dice) => [of(dice, "edit client here"), fault(dice, dice.pick(["rate-limited-minute", "rate-limited-day"]), { after: dice.below(2), method: "" }), round, of(dice, "edit document here"), round, of(dice, "decide a conflict"), round],
  },
  "what is planned changes before it is sent": {
    steps: (dice) => [of(dice, "edit document here", { kind: "invoice", edit: "quantity", which: 0 }), fault(dice, dice.pick(["draft-edited", "reference-edited", "line-retagged"]), { after: 0, method: "GET" }), round, round],
  },
};

const ALL = { ...SITUATIONS, ...RACES };
const NAMES = Object.keys(ALL);

/** The situation of a seed: each comes as often as the others. */
export function situationOf(seed: number): Situation {
  return ALL[NAMES[seed % NAMES.length]!]!;
}
