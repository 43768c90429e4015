import { fromXero } from "../../shared/mapping/fromXero.ts";
import { type Proof, proveLink } from "../../shared/matching/proveLink.ts";
import type { SyncedBody } from "../../shared/merge/groups.ts";
import { isEnded } from "../../shared/planning/recordStatus.ts";
import type { Reason } from "../../shared/planning/reasons.ts";
import type { Change } from "../store/port.ts";
import type { XeroElement } from "../xero/readAnswer.ts";
import { commitBatch, emptyBatch } from "./batch.ts";
import { type LinkedState, loadStates } from "./linkedState.ts";
import { fromXeroContext, type Neighbours, readNeighbours } from "./neighbours.ts";
import { ID_FIELD, KINDS_IN, LIST_OF } from "./observation.ts";
import { readAuditEnd, type Run } from "./run.ts";
import type { SweepList } from "./sweepLists.ts";

/**
 * After a reconnect: whether each link of a page still joins the two things it joined, by id, number and total. One that does not rests,
 * in both directions, until a person says that it is right.
 */
export async function proveLinks(run: Run, { list }: SweepList, elements: readonly XeroElement[]): Promise<"committed" | "stale"> {
  const rawOf = new Map(elements.map((element) => [String(element[ID_FIELD[list]]), element]));
  const states = await loadStates(run, { kind: { in: KINDS_IN[list] }, xeroId: { in: [...rawOf.keys()] } }, rawOf.size + 1);
  const neighbours = await readNeighbours(run, [...rawOf.values()], states);
  const batch = emptyBatch();
  for (const state of states) {
    const differs = proofOf(run, state, rawOf.get(state.link.xeroId!)!, neighbours)?.differs ?? [];
    if (differs.length === 0) continue;
    batch.linkVersions.push({ id: state.link.id, version: state.link.version });
    batch.links.push({ ...state.link, state: "waiting", reason: notProven(differs), version: state.link.version + 1 });
  }
  if ((await commitBatch(run, batch)) === "committed") return "committed";
  await readAuditEnd(run);
  return "stale";
}

/** Null: nothing to prove, because the sides never agreed, the record ended in Xero, or the row cannot be read (it is put aside when it is polled). */
function proofOf(run: Run, state: LinkedState, raw: XeroElement, neighbours: Neighbours): Proof | null {
  const context = fromXeroContext(run, neighbours);
  const list = LIST_OF[state.kind];
  const found = fromXero(list, raw, context);
  const agreed = state.baseIsXero ? asAgreed(list, state, context) : state.base;
  if (!found.ok || agreed === null || found.mergedToXeroId !== null || isEnded(state.kind, found.body)) return null;
  return proveLink(state.kind, state.link.xeroId!, agreed, { xeroId: found.xeroId, body: found.body });
}

function asAgreed(list: SweepList["list"], state: LinkedState, context: Parameters<typeof fromXero>[2]): SyncedBody | null {
  const before = state.raw === null ? null : fromXero(list, state.raw, context);
  return before?.ok === true ? before.body : null;
}

const WORDS: Readonly<Record<Proof["differs"][number], string>> = {
  id: "id", number: "number", total: "total", name: "name", amount: "amount", document: "paid document",
};

function notProven(differs: Proof["differs"]): Reason {
  const what = differs.map((one) => WORDS[one]).join(" and ");
  return {
    code: "not_proven",
    sentence: differs.includes("id") ? "Xero does not show it any more since it was connected again." : `Its ${what} in Xero changed while nothing was connected.`,
    remedy: "Look at it in Xero: try it again if it is the same, or give up our changes to take Xero's values.",
  };
}

/** Links that no list of the proof showed. Found by the commit itself, which comes with what the last page showed: that page's are not among them. */
export function unprovenRest(run: Run, startedAt: number): Change[] {
  const where = { organisationId: run.organisation.id, xeroId: { notNull: true }, state: { in: ["in_step", "pending", "waiting", "conflict", "proposal", "refused"] } } as const;
  const set = { state: "waiting", reason: notProven(["id"]) } as const;
  return [{ update: "link", where: { ...where, comparedAt: { lte: startedAt - 1 } }, set }, { update: "link", where: { ...where, comparedAt: null }, set }];
}
