import type { HealthView } from "../../shared/api/views.ts";
import { organisation } from "./demoFirm.ts";

const HOUR = 3_600_000;

/** How the made-up firm's sync fares: in step, and while its books are read for the first time. */
export const health: HealthView = {
  organisation,
  progress: { phase: "live", startedAt: null, etaAt: null, types: [] },
  counts: { in_step: 4_812, pending: 1, waiting: 2, refused: 0, conflict: 1, proposal: 1, quarantined: 0 },
  lastProof: { at: Date.now() - 6 * HOUR, others: { count: 14_306, comparedSince: Date.now() - 22 * 24 * HOUR }, compared: 4_812, equal: 4_811, repaired: 0, inConflict: 1, waiting: 0, differs: 0 },
  budget: { usedToday: 312, remainingToday: 4_688, remainingMinute: 58, bytesToday: 8_400_000, forecastToday: 640 },
  alarms: [],
  cadence: [
    { kind: "invoices and bills", everyMinutes: 30, lastAt: Date.now() - 9 * 60_000 },
    { kind: "contacts", everyMinutes: 60, lastAt: Date.now() - 22 * 60_000 },
  ],
};

export const importing = (): HealthView => ({
  ...health,
  progress: {
    phase: "import",
    startedAt: Date.now() - 60_000,
    etaAt: Date.now() + 95_000,
    types: [
      { kind: "organisation", label: "Organisation", done: 1, expected: 1, state: "done", sentence: null, perMinute: null },
      { kind: "accounts", label: "Chart of accounts", done: 84, expected: 84, state: "done", sentence: null, perMinute: null },
      { kind: "tax_rates", label: "Tax rates", done: 12, expected: 12, state: "done", sentence: null, perMinute: null },
      { kind: "contacts", label: "Contacts", done: 3_000, expected: 3_000, state: "done", sentence: null, perMinute: null },
      { kind: "invoices", label: "Invoices and bills", done: 6_000, expected: 10_000, state: "running", sentence: null, perMinute: 9_000 },
      { kind: "credit_notes", label: "Credit notes", done: 0, expected: null, state: "waiting", sentence: null, perMinute: null },
      { kind: "payments", label: "Payments", done: 0, expected: null, state: "waiting", sentence: null, perMinute: null },
    ],
  },
});
