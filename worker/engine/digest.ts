import { dayInZone } from "../../shared/dates.ts";
import { nextMorning } from "../../shared/nextMorning.ts";
import type { TotalsRow } from "../ports.ts";
import type { Row } from "../store/port.ts";
import type { Run } from "./run.ts";

interface DigestOf {
  run: Run;
  now: number;
  totals: readonly TotalsRow[];
  /** Open after this round. */
  alarms: readonly { code: string; sentence: string }[];
  proof: Row<"proof"> | null;
}

/** States in which somebody should look at a record. */
const TROUBLED = ["waiting", "refused", "conflict", "proposal", "quarantined"] as const;

/** The morning's message to the firm's own system, also when all is well: silence is never success. */
export function digestEvent({ run, now, totals, alarms, proof }: DigestOf): Row<"outEvent"> {
  const { id: organisationId, name } = run.organisation;
  const records: Record<string, number> = {};
  for (const row of totals) records[row.state] = (records[row.state] ?? 0) + row.count;
  const trouble = TROUBLED.reduce((sum, state) => sum + (records[state] ?? 0), 0);
  const allWell = alarms.length === 0 && trouble === 0;
  const inStep = (records["in_step"] ?? 0) + (records["ended"] ?? 0);
  const sentence = allWell
    ? `All is well: ${inStep} records agree with Xero.`
    : [`${inStep} records agree with Xero.`, trouble === 0 ? "" : `${trouble} want a person.`, ...alarms.map((alarm) => alarm.sentence)].filter((part) => part !== "").join(" ");
  const day = dayInZone(now, run.facts.timeZone);
  const said = proof === null ? null : { at: proof.endedAt, ...(proof.result as object) };
  return {
    organisationId, id: `digest:${day}`, type: "digest.daily", at: now, nextAt: now, attempts: 0, deliveredAt: null,
    body: JSON.stringify({ organisationId, name, day, allWell, sentence, records, alarms, lastProof: said, lastRoundAt: run.organisation.lastRoundAt }),
  };
}

/** An organisation's first digest comes with the morning after it connected. */
export function digestDueAt(run: Run, now: number): number {
  return nextMorning(now, run.facts.timeZone);
}
