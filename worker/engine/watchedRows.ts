import { ALARMS } from "../../shared/limits.ts";
import { SYNCED_KINDS } from "../../shared/records/kinds.ts";
import type { Row, Select } from "../store/port.ts";
import type { Part } from "./readTogether.ts";
import type { Run } from "./run.ts";

/** What alarms are judged by, read at the end of a round. */
export interface Watched {
  open: readonly Row<"alarm">[];
  cursors: readonly Row<"cursor">[];
  /** The oldest delivery that waits too long, if any. */
  inbox: readonly Row<"inbox">[];
  organisation: Row<"organisation">;
  watch: Row<"watch"> | null;
  closing: Row<"monthClosing"> | null;
  /** Sign-ins that serve the organisation. */
  credentials: readonly Row<"credential">[];
  /** Links that a person should look at, up to a bound past which one more makes no difference. */
  refused: readonly Row<"link">[];
  quarantined: readonly Row<"link">[];
  /** What could not be mapped and has no link. */
  putAside: readonly Row<"quarantine">[];
  /** Messages to the firm's own system that were given up. */
  givenUp: readonly Row<"outEvent">[];
  /** Kinds of which at least one record or setting was read once. */
  known: ReadonlySet<string>;
}

export const COUNTED = 200;
/** Settings that every poll reads as a whole. */
export const WHOLE_LISTS = ["account", "tax_rate", "tracking_category", "item"] as const;

export function watchedRows(run: Run, now: number): Part<Watched> {
  const organisationId = run.organisation.id;
  const serving = { pick: "xeroUserId", from: "organisationUser", where: { organisationId, state: "live" } } as const;
  const selects = [
    { from: "alarm", where: { organisationId, clearedAt: null }, limit: 100 },
    { from: "cursor", where: { organisationId }, limit: 100 },
    { from: "inbox", where: { handledAt: null, receivedAt: { lte: now - ALARMS.silentMs } }, limit: 1 },
    { from: "organisation", where: { id: organisationId }, limit: 1 },
    { from: "watch", where: { organisationId }, limit: 1 },
    { from: "credential", where: { xeroUserId: { among: serving }, state: "live" }, limit: 50 },
    { from: "link", where: { organisationId, state: "refused" }, limit: COUNTED },
    { from: "link", where: { organisationId, state: "quarantined" }, limit: COUNTED },
    { from: "quarantine", where: { organisationId, releasedAt: null }, limit: COUNTED },
    { from: "outEvent", where: { organisationId, deliveredAt: null, nextAt: null }, limit: COUNTED },
    { from: "monthClosing", where: { organisationId }, limit: 1 },
  ] as const satisfies readonly Select[];
  const links = SYNCED_KINDS.map((kind) => ({ from: "link", where: { organisationId, kind, xeroId: { notNull: true } }, limit: 1 }) as const);
  const settings = WHOLE_LISTS.map((kind) => ({ from: "reference", where: { organisationId, kind }, limit: 1 }) as const);
  return {
    selects: [...selects, ...links, ...settings],
    make: ([open, cursors, inbox, organisations, watches, credentials, refused, quarantined, putAside, givenUp, closings, ...some]) =>
      ({
        open, cursors, inbox, organisation: organisations![0], watch: watches![0] ?? null, closing: closings![0] ?? null, credentials, refused, quarantined, putAside, givenUp,
        // Xero lists bills among its invoices.
        known: new Set((some as { kind: string }[][]).flatMap(([row]) => (row === undefined ? [] : row.kind === "bill" ? "invoice" : row.kind))),
      }) as Watched,
  };
}
