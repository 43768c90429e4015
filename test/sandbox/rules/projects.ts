import type { Project, ProjectTask, ProjectTime } from "../books/project.ts";
import { minorFromJson } from "../money.ts";
import { nextGuid } from "../random.ts";
import type { Writing } from "../world.ts";
import { accepted, refused, type Outcome } from "./outcome.ts";
import { child, guid, number, oneOf, text, type Posted } from "./posted.ts";
import { changed, put, remove } from "./writing.ts";

const chargeTypes = ["TIME", "FIXED", "NON_CHARGEABLE"] as const;
/** 1 minute to 999 hours (facts §5.10). */
const maxMinutes = 59_940;
const instantForm = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/** An amount comes bare or as {currency, value}. */
const amountMinor = (posted: Posted, field: string) => {
  const value = posted[field];
  return minorFromJson(typeof value === "object" && value !== null ? number(child(posted, field) ?? {}, "value") : number(posted, field));
};

function instant(posted: Posted, field: string, errors: string[]): string | undefined {
  const value = text(posted, field);
  if (value === undefined || value === "") return undefined;
  if (instantForm.test(value) && !Number.isNaN(Date.parse(value))) return new Date(value).toISOString().replace(/\.\d+Z$/, "Z");
  errors.push(`${field} is not a valid date`);
  return undefined;
}

/** The name is the only required field (facts §5.10). */
export function saveProject(writing: Writing, posted: Posted, before?: Project): Outcome<Project> {
  const errors: string[] = [];
  const name = text(posted, "name") ?? before?.name ?? "";
  if (name.trim() === "") errors.push("Project name is required");
  const contactId = guid(posted, "contactId") ?? before?.contactId;
  if (contactId !== undefined && !writing.books.contacts.has(contactId)) errors.push("Contact was not found");
  if (before && contactId !== before.contactId && writing.world.state.assumptions.projectContactChange === "refused") errors.push("The project's contact cannot be changed");
  const estimateMinor = amountMinor(posted, "estimateAmount") ?? before?.estimateMinor;
  if (estimateMinor !== undefined && estimateMinor < 0) errors.push("Estimate must not be negative");
  const deadlineUtc = instant(posted, "deadlineUtc", errors) ?? before?.deadlineUtc;
  if (before?.status === "CLOSED") errors.push("A closed project cannot be edited");
  if (errors.length > 0) return refused(...errors);
  const project: Project = {
    id: before?.id ?? nextGuid(writing.world.state.random), name, status: before?.status ?? "INPROGRESS",
    ...(contactId === undefined ? {} : { contactId }), ...(estimateMinor === undefined ? {} : { estimateMinor }), ...(deadlineUtc === undefined ? {} : { deadlineUtc }),
  };
  put(writing, "projects", project.id, project);
  changed(writing, "Project", project.id, before ? "update" : "create");
  return accepted(project);
}

export function setProjectStatus(writing: Writing, project: Project, posted: Posted): Outcome<Project> {
  const status = oneOf(posted, "status", ["INPROGRESS", "CLOSED"] as const);
  if (!status) return refused("Status is required");
  put(writing, "projects", project.id, { ...project, status });
  changed(writing, "Project", project.id, "update");
  return accepted({ ...project, status });
}

export function saveTask(writing: Writing, project: Project, posted: Posted, before?: ProjectTask): Outcome<ProjectTask> {
  const errors: string[] = [];
  const name = text(posted, "name") ?? before?.name ?? "";
  const chargeType = oneOf(posted, "chargeType", chargeTypes) ?? before?.chargeType;
  const rateMinor = amountMinor(posted, "rate") ?? before?.rateMinor;
  if (name.trim() === "" || name.length > 100) errors.push("Task name is required, at most 100 characters");
  if (!chargeType) errors.push("Charge type is required");
  if (rateMinor === undefined || rateMinor < 0) errors.push("Rate is required");
  if (before && before.status !== "ACTIVE") errors.push("The task has been invoiced or locked");
  if (project.status === "CLOSED") errors.push("The project is closed");
  if (errors.length > 0) return refused(...errors);
  const task: ProjectTask = {
    id: before?.id ?? nextGuid(writing.world.state.random), projectId: project.id, name, chargeType: chargeType as ProjectTask["chargeType"], rateMinor: rateMinor as number,
    estimateMinutes: number(posted, "estimateMinutes") ?? before?.estimateMinutes ?? 0, status: before?.status ?? "ACTIVE",
  };
  put(writing, "tasks", task.id, task);
  changed(writing, "Task", task.id, before ? "update" : "create");
  return accepted(task);
}

/** Only while it has no time and was not invoiced (facts §5.10). */
export function deleteTask(writing: Writing, task: ProjectTask): Outcome<ProjectTask> {
  if (task.status !== "ACTIVE" || [...writing.books.time.values()].some((entry) => entry.taskId === task.id)) return refused("The task has time or was invoiced and cannot be deleted");
  remove(writing, "tasks", task.id);
  changed(writing, "Task", task.id, "delete");
  return accepted(task);
}

export function saveTime(writing: Writing, project: Project, posted: Posted, before?: ProjectTime): Outcome<ProjectTime> {
  const errors: string[] = [];
  const taskId = guid(posted, "taskId") ?? before?.taskId ?? "";
  const userId = guid(posted, "userId") ?? before?.userId ?? "";
  const task = writing.books.tasks.get(taskId);
  if (task?.projectId !== project.id) errors.push("Task was not found");
  const { tenantId } = writing.organisation;
  if (!writing.world.state.users.some((user) => user.userId === userId && (user.roles[tenantId] ?? "REMOVED") !== "REMOVED")) errors.push("User was not found");
  const dateUtc = instant(posted, "dateUtc", errors) ?? before?.dateUtc;
  if (dateUtc === undefined) errors.push("Date is required");
  const durationMinutes = number(posted, "duration") ?? before?.durationMinutes ?? 0;
  if (!Number.isInteger(durationMinutes) || durationMinutes < 1 || durationMinutes > maxMinutes) errors.push(`Duration must be between 1 and ${maxMinutes} minutes`);
  if (before && before.status !== "ACTIVE") errors.push("The time entry has been invoiced or locked");
  if (project.status === "CLOSED") errors.push("The project is closed");
  if (errors.length > 0) return refused(...errors);
  const entry: ProjectTime = {
    id: before?.id ?? nextGuid(writing.world.state.random), projectId: project.id, taskId, userId, dateUtc: dateUtc as string, durationMinutes,
    dateEnteredUtc: before?.dateEnteredUtc ?? new Date(writing.nowMs).toISOString(), description: text(posted, "description") ?? before?.description ?? "", status: before?.status ?? "ACTIVE",
  };
  put(writing, "time", entry.id, entry);
  changed(writing, "TimeEntry", entry.id, before ? "update" : "create");
  return accepted(entry);
}

export function deleteTime(writing: Writing, entry: ProjectTime): Outcome<ProjectTime> {
  if (entry.status !== "ACTIVE") return refused("The time entry has been invoiced or locked");
  remove(writing, "time", entry.id);
  changed(writing, "TimeEntry", entry.id, "delete");
  return accepted(entry);
}
