import { RUN } from "../../shared/limits.ts";
import type { ContactMatch } from "../../shared/matching/matchContact.ts";
import { commitBatch, emptyBatch, merged } from "./batch.ts";
import { decide } from "./decide.ts";
import { joinContact } from "./joinContact.ts";
import { type LinkedState, linkedStates } from "./linkedState.ts";
import { type Known, pointedAt, readNeighbours } from "./neighbours.ts";
import { matchNewContacts } from "./newContacts.ts";
import { readTogether } from "./readTogether.ts";
import { readAuditEnd, type Run } from "./run.ts";
import type { Actor } from "../../shared/records/record.ts";
import type { Where } from "../store/port.ts";

/** Links planned in one commit. */
const AT_ONCE = 200;
const MATCHING: Actor = { type: "rule", id: "matching", name: "Matching" };

/** Plans links whose record changed here, or that waited long enough. @returns how many were planned. */
export async function planDirty(run: Run, only?: Where<"link">): Promise<number> {
  let planned = 0;
  run.due.links = false;
  for (let round = 0; round < RUN.linksPerRun / AT_ONCE; round += 1) {
    if (run.trips.left < RUN.tripsKept) {
      run.due.links = true;
      return planned;
    }
    const wanted = { where: only ?? { dirtyAt: { notNull: true }, notBeforeAt: { lte: run.now() } }, limit: AT_ONCE } as const;
    const organisationId = run.organisation.id;
    const [read, pointed] = await readTogether(run.ports.store, linkedStates(organisationId, wanted), pointedAt(organisationId, wanted));
    const states = read.filter((state) => state.record !== null);
    // A link whose push waits for its call is planned already: its intent goes out next.
    const open = states.filter((state) => state.intent === null || (state.intent.state === "ready" && state.intent.recordRevision !== state.record!.revision));
    if (open.length === 0) {
      if (only === undefined && states.length > 0) await letRest(run, states);
      return planned;
    }
    const matches = await matchNewContacts(run, open);
    // Joining moves links of this page: what is left of it is read again.
    const joined = await joinSame(run, open, matches);
    planned += joined > 0 ? joined : await planThese({ run, open, pointed, matches });
    if (joined === 0 && states.length < AT_ONCE) return planned;
  }
  return planned;
}

/** Nothing to plan until their write ends, which wakes them; else the organisation would be woken for them every second meanwhile. */
const REST_MS = 60_000;

async function letRest(run: Run, states: readonly LinkedState[]): Promise<void> {
  const batch = emptyBatch();
  // A save at this moment makes the link due again; it is not to be put off.
  batch.linkVersions.push(...states.map(({ link }) => ({ id: link.id, version: link.version })));
  batch.before.push({ update: "link", where: { organisationId: run.organisation.id, id: { in: states.map(({ link }) => link.id) } }, set: { notBeforeAt: run.now() + REST_MS } });
  await commitBatch(run, batch);
}

interface Planning {
  run: Run;
  open: readonly LinkedState[];
  pointed: Known;
  matches: ReadonlyMap<string, ContactMatch>;
}

async function planThese({ run, open, pointed, matches }: Planning): Promise<number> {
  const neighbours = await readNeighbours(run, [], open, pointed);
  const batch = merged(
    open.map((state) => {
      const match = matches.get(state.link.recordId);
      const decided = decide({ run, state, neighbours, observation: null, lookalikes: match?.type === "choose" });
      if (match?.type === "choose")
        decided.after.push({ put: "contactQuestion", rows: [{ organisationId: run.organisation.id, recordId: state.link.recordId, among: match.among, openedAt: run.now() }] });
      return decided;
    }),
  );
  if ((await commitBatch(run, batch)) === "committed") return open.length;
  run.due.links = true;
  await readAuditEnd(run);
  return 0;
}

/** New contacts that are there already beyond doubt never reach Xero. */
async function joinSame(run: Run, open: readonly LinkedState[], matches: ReadonlyMap<string, ContactMatch>): Promise<number> {
  let joined = 0;
  for (const state of open) {
    const match = matches.get(state.link.recordId);
    if (match?.type !== "same") continue;
    if (run.trips.left < RUN.tripsKept) {
      run.due.links = true;
      return joined;
    }
    joined += 1;
    if ((await joinContact({ run, state, sameAs: match.id, actor: MATCHING })) === "stale") await readAuditEnd(run);
  }
  return joined;
}
