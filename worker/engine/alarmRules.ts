import { ALARMS, REPORTS } from "../../shared/limits.ts";
import { monthName } from "../../shared/months.ts";
import type { Row } from "../store/port.ts";
import { type Trouble, troubleNow } from "./troubles.ts";
import { COUNTED, WHOLE_LISTS, type Watched } from "./watchedRows.ts";
import { lostNow, untoldNow } from "./webhookGaps.ts";

export interface Alarm {
  code: string;
  sentence: string;
  remedy: string;
}

const DAY_MS = 86_400_000;
const counted = (count: number): string => (count < COUNTED ? String(count) : `${COUNTED} and more`);

/** Each rule says what it finds wrong, or nothing. */
const RULES: readonly ((watched: Watched, now: number) => Alarm | null)[] = [
  ({ organisation }, now) => silence(organisation, now),
  ({ organisation }) =>
    organisation.state !== "needs_sign_in" ? null : { code: "needs_sign_in", sentence: "Xero does not accept the connection any more.", remedy: "An admin connects Xero again in the popup." },
  ({ credentials }, now) => {
    const refreshedAt = Math.max(...credentials.map((row) => row.refreshedAt));
    if (credentials.length === 0 || now - refreshedAt <= ALARMS.idleSignInMs) return null;
    const days = Math.floor((now - refreshedAt) / DAY_MS);
    return { code: "token_near_expiry", sentence: `The sign-in to Xero was last renewed ${days} days ago; Xero forgets it after 60.`, remedy: "An admin connects Xero again in the popup." };
  },
  ({ refused }) =>
    refused.length < ALARMS.refusedCount ? null : { code: "refusals", sentence: `Xero refuses ${counted(refused.length)} records.`, remedy: "Open them and change what Xero names, then try again." },
  (watched) => {
    const { quarantined } = troubleNow(watched);
    return quarantined < ALARMS.quarantinedCount ? null : { code: "quarantine", sentence: `${counted(quarantined)} records of Xero cannot be read.`, remedy: "Open them to see the reason; nothing of them is lost." };
  },
  (watched, now) => growth(watched, "refused", now, ["refusals_growing", "records are refused by Xero", "Open the newest ones: one cause often stands behind all of them."]),
  (watched, now) => growth(watched, "quarantined", now, ["quarantine_growing", "records of Xero cannot be read", "Open the newest ones: Xero may have changed something. Nothing of them is lost."]),
  ({ inbox }) =>
    inbox.length === 0 ? null : { code: "inbox", sentence: "Webhooks come faster than they are worked off.", remedy: "Nothing is lost; look at the health page again in an hour." },
  ({ watch }, now) => {
    const lost = lostNow(watch, now);
    const untold = untoldNow(watch, now);
    if (lost === 0 && untold === 0) return null;
    const found = untold === 0 ? "" : ` Polls found ${untold} changes that no webhook told of.`;
    const missing = lost === 0 ? "" : ` ${lost} events are missing between Xero's numbers.`;
    return { code: "webhook_gap", sentence: `Webhooks do not tell everything.${missing}${found}`, remedy: "Nothing is lost: what changed is read by polls, every five minutes. Check the webhook's status on the Xero app's page." };
  },
  ({ cursors, known }) => {
    const whole = new Set<string>(WHOLE_LISTS);
    const empty = cursors.filter((row) => row.lastCount === 0 && (row.lane === "sweep" || whole.has(row.kind)) && known.has(row.kind)).map((row) => NAMES[row.kind] ?? row.kind);
    if (empty.length === 0) return null;
    return { code: "zero_rows", sentence: `Xero suddenly lists no ${[...new Set(empty)].join(", ")} at all.`, remedy: "Nothing was deleted here. Check in Xero, and who connected the organisation." };
  },
  ({ givenUp }) =>
    givenUp.length === 0 ? null : { code: "events_undelivered", sentence: `${counted(givenUp.length)} messages were not taken by the address for events.`, remedy: "Check the address in the sync rules, and the system behind it." },
  ({ closing }) => (closing === null ? null : monthNotClosed(closing)),
];

const NAMES: Readonly<Record<string, string>> = {
  invoice: "invoices or bills", contact: "contacts", credit_note: "credit notes", payment: "payments", bank_transaction: "bank transactions", quote: "quotes",
  overpayment: "overpayments", prepayment: "prepayments", account: "accounts", tax_rate: "tax rates", tracking_category: "tracking categories", item: "items",
};

export function wrongNow(watched: Watched, now: number): Alarm[] {
  return RULES.flatMap((rule) => rule(watched, now) ?? []);
}

/** No round that ended well for too long, seen from a round or from the cron. */
export function silence(organisation: Row<"organisation">, now: number): Alarm | null {
  // Connecting again after a while is no silence.
  const heartbeat = Math.max(organisation.lastRoundAt ?? 0, organisation.connectedAt ?? 0) || now;
  if (now - heartbeat <= ALARMS.silentMs) return null;
  return { code: "silent", sentence: `No round ended without an error for ${Math.round((now - heartbeat) / 60_000)} minutes.`, remedy: "Test the connection; sign in to Xero again if it says so." };
}

/** A month that is over and fails to be counted or kept, seen from a round or from the cron. */
export function monthNotClosed({ failedMonth, tries }: Pick<Row<"monthClosing">, "failedMonth" | "tries">): Alarm | null {
  if (failedMonth === null || tries < REPORTS.triesBeforeAlarm) return null;
  const remedy = "It is tried again every hour at least; the Worker's log says why, under month_not_closed. Nothing is lost: the month is counted from its records.";
  return { code: "month_not_closed", sentence: `${monthName(failedMonth)} is over, but its report could not be made.`, remedy };
}

function growth(watched: Watched, what: keyof Trouble, now: number, [code, sentence, remedy]: readonly [string, string, string]): Alarm | null {
  const count = troubleNow(watched)[what];
  const samples = (watched.watch?.troubles ?? []) as readonly (Trouble & { at: number })[];
  const least = samples.filter((sample) => now - sample.at <= ALARMS.rememberedMs).toSorted((a, b) => a[what] - b[what])[0];
  if (least === undefined || count - least[what] < ALARMS.grownBy) return null;
  return { code, sentence: `${counted(count)} ${sentence}, ${count - least[what]} more than ${Math.max(1, Math.round((now - least.at) / 3_600_000))} hours ago.`, remedy };
}
