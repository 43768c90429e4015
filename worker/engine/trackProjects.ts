import { caseFolded } from "../../shared/matching/caseFolded.ts";
import type { TrackingCategory } from "../../shared/records/organisation.ts";
import type { Project } from "../../shared/records/project.ts";
import type { Actor } from "../../shared/records/record.ts";
import type { Row } from "../store/port.ts";
import type { XeroWrite } from "../xero/xeroWrites.ts";
import { commitBatch, emptyBatch } from "./batch.ts";
import { settingsChanges } from "./readSettings.ts";
import { recordRow } from "./recordRow.ts";
import { readSettings, type Run } from "./run.ts";

const SYSTEM: Actor = { type: "rule", id: "sync", name: "Sync rules" };
/** Options made or renamed in one run; the rest follows in the next. */
const AT_ONCE = 10;
/** Xero takes this many characters. */
const NAME_LENGTH = 100;

/**
 * Where an admin chose a tracking category to stand for projects: every active project gets an option of it, found by name or made, and
 * a project renamed here renames its option by id. A name given in Xero stays; the id goes on standing for the project. Categories are
 * never made: there are two, and they are the bookkeeper's.
 */
export async function trackProjects(run: Run): Promise<void> {
  const categoryId = run.rules.projectTrackingCategoryId;
  const known = categoryId === null ? undefined : run.settings.tracking.get(categoryId);
  if (known?.status !== "active" || wanting(run, known).length === 0) return;
  // What a lost answer of the last run may have made is found by its name, so it is looked for first.
  run.calls.left -= 1;
  const list = await run.xero("poll").list("tracking_category", {});
  if (!list.ok) return;
  const batch = emptyBatch();
  batch.before.push(...(await settingsChanges(run, "tracking_category", list.value.elements)));
  if ((await commitBatch(run, batch)) === "stale") return;
  await readSettings(run);
  const category = run.settings.tracking.get(known.id);
  if (category?.status !== "active") return;
  for (const id of wanting(run, category).slice(0, AT_ONCE)) {
    if (run.calls.left <= 0 || run.trips.left < 6) return;
    if (!(await track(run, category, id))) return;
    await readSettings(run);
  }
}

/** Projects without an option of the category, or renamed since they have one. */
function wanting({ settings }: Run, { options }: TrackingCategory): string[] {
  return [...settings.projects].flatMap(([id, project]) => {
    if (project.status !== "active") return [];
    const option = options.find((one) => one.id === project.trackingOptionId);
    if (option === undefined) return [id];
    return settings.renamedProjects.has(id) && option.status === "active" && option.name !== nameOf(project) ? [id] : [];
  });
}

async function track(run: Run, category: TrackingCategory, projectId: string): Promise<boolean> {
  const { settings } = run;
  const project = settings.projects.get(projectId)!;
  const own = category.options.find((option) => option.id === project.trackingOptionId);
  if (own !== undefined) {
    const renamed = await send(run, { type: "update_tracking_option", categoryId: category.id, optionId: own.id, element: { Name: nameOf(project) } });
    return renamed !== null && keep(run, projectId, project, renamed);
  }
  const name = nameOf(project);
  const there = category.options.find((option) => option.status === "active" && caseFolded(option.name.trim()) === caseFolded(name));
  if (there !== undefined && !settings.projectOfOption.has(there.id)) return keep(run, projectId, { ...project, trackingOptionId: there.id }, null);
  const taken = category.options.some((option) => caseFolded(option.name.trim()) === caseFolded(name));
  const free = taken ? `${name.slice(0, NAME_LENGTH - 12)} (${project.code ?? projectId.slice(-6)})` : name;
  const made = await send(run, { type: "create_tracking_option", categoryId: category.id, element: { Name: free } });
  const optionId = made?.answer["TrackingOptionID"];
  return made !== null && typeof optionId === "string" && keep(run, projectId, { ...project, trackingOptionId: optionId }, made);
}

function nameOf(project: Project): string {
  return project.name.trim().slice(0, NAME_LENGTH);
}

interface Sent {
  call: Row<"call">;
  answer: Readonly<Record<string, unknown>>;
}

/** Stored before it is sent, like every write. Null: refused, or nobody knows; the list tells in the next run. */
async function send(run: Run, write: XeroWrite): Promise<Sent | null> {
  const client = run.xero("poll");
  const request = await client.prepare(write);
  const now = run.now();
  const organisationId = run.organisation.id;
  const call: Row<"call"> = {
    organisationId, id: run.ports.ids.uuid(), method: request.method, path: request.path, body: request.body ?? "", bodyHash: run.ports.hash(request.body ?? ""),
    idempotencyKey: run.ports.ids.idempotencyKey(), intentIds: "[]", state: "sent", sentAt: now, answeredAt: null, status: null, error: null, createdAt: now,
  };
  const stored = emptyBatch();
  stored.before.push({ insert: "call", rows: [call] });
  if ((await commitBatch(run, stored)) === "stale") return null;
  run.calls.left -= 1;
  const answer = await client.write(request, call.idempotencyKey);
  const [element] = answer.ok ? answer.value : [];
  if (element?.status === "ok" || element?.status === "warning") return { call, answer: element.raw };
  const failed = emptyBatch();
  const state = !answer.ok && (answer.error.kind === "OutcomeUnknown" || answer.error.kind === "Malformed") ? "unknown" : "failed";
  failed.before.push({ update: "call", where: { organisationId, id: call.id }, set: { state, answeredAt: run.now() } });
  await commitBatch(run, failed);
  return null;
}

/** The project as it now stands for its option, and what was written to Xero for it, in one batch. */
async function keep(run: Run, id: string, body: Project, sent: Sent | null): Promise<boolean> {
  const organisationId = run.organisation.id;
  const [rows] = await run.ports.store.read({ from: "record", where: { organisationId, id }, limit: 1 });
  const row = rows[0];
  if (row === undefined) return false;
  const before = JSON.parse(row.body) as Project;
  const now = run.now();
  const after: Project = { ...before, trackingOptionId: body.trackingOptionId };
  const { name: _, ...edits } = JSON.parse(row.edits) as Record<string, never>;
  const batch = emptyBatch();
  batch.recordVersions.push({ id, version: row.revision });
  batch.records.push(recordRow({ organisationId, id, kind: "project", body: after, revision: row.revision + 1, edits, createdAt: row.createdAt, updatedAt: now }));
  if (sent !== null) batch.before.push({ update: "call", where: { organisationId, id: sent.call.id }, set: { state: "answered", answeredAt: now } });
  batch.audit.push({
    at: now, actor: SYSTEM, cause: sent === null ? "observed" : "pushed:option", rule: null, recordId: id, kind: "project", callId: sent?.call.id ?? null,
    changes: [{ group: "trackingOptionId", before: before.trackingOptionId, after: after.trackingOptionId }, { group: "=", before: null, after }],
  });
  return (await commitBatch(run, batch)) === "committed";
}
