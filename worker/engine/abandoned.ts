import type { Change, Row } from "../store/port.ts";

/** Ends a call whose answer never came, and the intents that it is given up with. */
export function abandoned({ organisationId, id }: Row<"call">, intents: readonly Row<"intent">[], now: number): Change[] {
  return [
    { update: "intent", where: { organisationId, id: { in: intents.map((intent) => intent.id) } }, set: { state: "abandoned", endedAt: now } },
    { update: "call", where: { organisationId, id }, set: { state: "failed", answeredAt: now } },
  ];
}
