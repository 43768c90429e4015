import { groupValue } from "../../../shared/merge/recordGroups.ts";
import type { SyncedBody } from "../../../shared/merge/groups.ts";
import { canonical } from "../../../worker/engine/canonical.ts";
import type { Typed } from "../world/typed.ts";
import type { SimView } from "./view.ts";

/** States that say to a person why what he typed is not in Xero, or ask him. */
const TOLD: ReadonlySet<string> = new Set(["conflict", "proposal", "waiting", "refused", "ended", "quarantined"]);

/** What people typed here is there, or a person overruled it; what they last said in Xero was seen here before anything wrote over it. */
export function lostUpdates(view: SimView): string[] {
  const { world } = view;
  const found = world.typed.flatMap((typed, index) => (isFree(view, typed, world.typed.slice(index + 1)) ? [] : lostHere(view, typed)));
  const bodies = view.rows.snapshot.map((row) => row.body);
  const edits = world.sandbox.world.state.log.bookkeeperChanges;
  for (const { xeroId, text, xeroEdits } of world.said.values())
    // A fault's edit of the same document may have taken the place of what was said before anyone could look.
    if (!edits.slice(xeroEdits).some((change) => change.id === xeroId && !world.toldEdits.has(change)) && !bodies.some((body) => body.includes(xeroId) && body.includes(text))) found.push(`${text} was said in Xero about ${xeroId} and never seen here`);
  return found;
}

/** Somebody else had a word about it since, so that its value proves nothing. */
function isFree({ world }: SimView, typed: Typed, later: readonly Typed[]): boolean {
  if (!typed.clean || world.decided.has(typed.recordId)) return true;
  const ofLine = /^(coding|text):/.test(typed.group);
  if (later.some((one) => one.recordId === typed.recordId && (one.group === typed.group || one.group === "status" || (ofLine && one.group === "money")))) return true;
  return world.sandbox.world.state.log.bookkeeperChanges.slice(typed.xeroEdits).some(({ id }) => id === typed.xeroId);
}

function lostHere(view: SimView, { organisation, recordId, kind, group, value, was }: Typed): string[] {
  const record = view.of(organisation, "record").find(({ id }) => id === recordId);
  const link = view.of(organisation, "link").find((one) => one.recordId === recordId);
  if (record === undefined || link === undefined || TOLD.has(link.state)) return [];
  const now = canonical(groupValue(kind, group, JSON.parse(record.body) as SyncedBody));
  if (group === "money" && prices(value).some((price, index) => prices(now)[index] === Math.round(price / 100) * 100 && price % 100 !== 0)) return [`a price of ${kind} ${recordId} has lost the decimals that a person gave it here`];
  // Xero may round or complete what it is sent; going back to what was there before is another matter.
  return now === was && now !== value ? [`${group} of ${kind} ${recordId} is again what it was before a person changed it here`] : [];
}

/** Unit prices in ten-thousandths, line by line: Xero keeps four decimals of them, whatever it rounds. */
function prices(money: string): number[] {
  return (JSON.parse(money) as { lines: { unitAmountE4: number | null }[] }).lines.map(({ unitAmountE4 }) => unitAmountE4 ?? 0);
}
