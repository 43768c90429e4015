import type { Project, ProjectTask, ProjectTime } from "../../books/project.ts";
import type { Outcome } from "../../rules/outcome.ts";
import { asGuid, isPosted, PostDataInvalid, type Posted } from "../../rules/posted.ts";
import { deleteTask, deleteTime, saveProject, saveTask, saveTime, setProjectStatus } from "../../rules/projects.ts";
import { notFound, ok, type Answer } from "../answer.ts";
import { readJson } from "../body.ts";
import { routeTable, type Call, type Route } from "../call.ts";
import type { Wire } from "../wire/lines.ts";

const scopes = ["projects"] as const;
const project = "/Projects/:id";
const defaultPageSize = 50;
const maxPageSize = 500;

/** camelCase, ISO dates, no modified-since, no webhooks (facts §5.10). */
const projectsRoutes: readonly Route[] = [
  { method: "GET", pattern: "/Projects", scopes, handle: listProjects },
  { method: "POST", pattern: "/Projects", scopes, handle: (call) => written(saveProject(call.writing, body(call)), (one) => ({ status: 201, body: projectWire(call, one) })) },
  { method: "GET", pattern: project, scopes, handle: (call) => withProject(call, (one) => ok(projectWire(call, one))) },
  { method: "PUT", pattern: project, scopes, handle: (call) => withProject(call, (one) => written(saveProject(call.writing, body(call), one), noContent)) },
  { method: "PATCH", pattern: project, scopes, handle: (call) => withProject(call, (one) => written(setProjectStatus(call.writing, one, body(call)), noContent)) },
  { method: "GET", pattern: "/ProjectsUsers", scopes, handle: listUsers },
  { method: "GET", pattern: `${project}/Tasks`, scopes, handle: listTasks },
  { method: "POST", pattern: `${project}/Tasks`, scopes, handle: (call) => withProject(call, (one) => written(saveTask(call.writing, one, body(call)), (task) => ({ status: 201, body: taskWire(call, task) }))) },
  { method: "GET", pattern: `${project}/Tasks/:taskId`, scopes, handle: (call) => withTask(call, (_, task) => ok(taskWire(call, task))) },
  { method: "PUT", pattern: `${project}/Tasks/:taskId`, scopes, handle: (call) => withTask(call, (one, task) => written(saveTask(call.writing, one, body(call), task), noContent)) },
  { method: "DELETE", pattern: `${project}/Tasks/:taskId`, scopes, handle: (call) => withTask(call, (_, task) => written(deleteTask(call.writing, task), noContent)) },
  { method: "GET", pattern: `${project}/Time`, scopes, handle: listTime },
  { method: "POST", pattern: `${project}/Time`, scopes, handle: (call) => withProject(call, (one) => written(saveTime(call.writing, one, body(call)), (entry) => ok(timeWire(entry)))) },
  { method: "GET", pattern: `${project}/Time/:timeId`, scopes, handle: (call) => withTime(call, (_, entry) => ok(timeWire(entry))) },
  { method: "PUT", pattern: `${project}/Time/:timeId`, scopes, handle: (call) => withTime(call, (one, entry) => written(saveTime(call.writing, one, body(call), entry), noContent)) },
  { method: "DELETE", pattern: `${project}/Time/:timeId`, scopes, handle: (call) => withTime(call, (_, entry) => written(deleteTime(call.writing, entry), noContent)) },
];

export const projectsRoute = routeTable(projectsRoutes);

const noContent = (): Answer => ({ status: 204 });

function body(call: Call): Posted {
  const json = readJson(call.body);
  if (!isPosted(json)) throw new PostDataInvalid("A JSON object is expected");
  return json;
}

function written<T>(outcome: Outcome<T>, then: (record: T) => Answer): Answer {
  if (outcome.ok) return then(outcome.record);
  return { status: 400, body: { message: outcome.errors.join("; "), modelState: {} }, isRefusal: true };
}

const listedIn = (call: Call, name: string) => {
  const given = call.query.getAll(name).flatMap((one) => one.split(",")).map((one) => one.trim()).filter((one) => one !== "");
  return given.length === 0 ? undefined : new Set(given.map((one) => asGuid(one) ?? one));
};

function paged<T>(call: Call, all: T[], wire: (record: T) => Wire): Answer {
  const page = Number(call.query.get("page") ?? 1);
  const pageSize = Number(call.query.get("pageSize") ?? defaultPageSize);
  if (!Number.isInteger(page) || page < 1 || !Number.isInteger(pageSize) || pageSize < 1 || pageSize > maxPageSize) return { status: 400, body: { message: `page starts at 1, pageSize is 1 to ${maxPageSize}`, modelState: {} } };
  return ok({
    pagination: { page, pageSize, pageCount: Math.ceil(all.length / pageSize), itemCount: all.length },
    items: all.slice((page - 1) * pageSize, page * pageSize).map(wire),
  });
}

function listProjects(call: Call): Answer {
  const ids = listedIn(call, "projectIds");
  const states = listedIn(call, "states");
  const contactId = asGuid(call.query.get("contactID") ?? "");
  return paged(call, [...call.books.projects.values()].filter((one) => (!ids || ids.has(one.id)) && (!states || states.has(one.status)) && (contactId === undefined || one.contactId === contactId)), (one) => projectWire(call, one));
}

function listUsers(call: Call): Answer {
  const users = call.world.state.users.filter((user) => (user.roles[call.organisation.tenantId] ?? "REMOVED") !== "REMOVED");
  return paged(call, users, (user) => ({ userId: user.userId, name: `${user.givenName} ${user.familyName}`, email: user.email }));
}

function listTasks(call: Call): Answer {
  const ids = listedIn(call, "taskIds");
  const chargeType = call.query.get("chargeType");
  return withProject(call, (one) =>
    paged(call, [...call.books.tasks.values()].filter((task) => task.projectId === one.id && (!ids || ids.has(task.id)) && (chargeType === null || task.chargeType === chargeType)), (task) => taskWire(call, task)));
}

function listTime(call: Call): Answer {
  const { query } = call;
  const states = listedIn(call, "states");
  const userId = asGuid(query.get("userId") ?? "");
  const taskId = asGuid(query.get("taskId") ?? "");
  const after = Date.parse(query.get("dateAfterUtc") ?? "");
  const before = Date.parse(query.get("dateBeforeUtc") ?? "");
  return withProject(call, (one) =>
    paged(call, [...call.books.time.values()].filter((entry) => {
      const at = Date.parse(entry.dateUtc);
      return entry.projectId === one.id && (!states || states.has(entry.status)) && (userId === undefined || entry.userId === userId) && (taskId === undefined || entry.taskId === taskId) && !(at < after) && !(at > before);
    }), timeWire));
}

function withProject(call: Call, then: (found: Project) => Answer): Answer {
  const found = call.books.projects.get(asGuid(call.params["id"] ?? "") ?? "");
  return found ? then(found) : notFound();
}

function withTask(call: Call, then: (found: Project, task: ProjectTask) => Answer): Answer {
  return withProject(call, (found) => {
    const task = call.books.tasks.get(asGuid(call.params["taskId"] ?? "") ?? "");
    return task?.projectId === found.id ? then(found, task) : notFound();
  });
}

function withTime(call: Call, then: (found: Project, entry: ProjectTime) => Answer): Answer {
  return withProject(call, (found) => {
    const entry = call.books.time.get(asGuid(call.params["timeId"] ?? "") ?? "");
    return entry?.projectId === found.id ? then(found, entry) : notFound();
  });
}

const amount = (call: Call, minor: number) => ({ currency: call.books.organisation.baseCurrency, value: minor / 100 });

const minutesOf = (call: Call, taskId: string, status?: ProjectTime["status"]) => {
  let sum = 0;
  for (const entry of call.books.time.values()) if (entry.taskId === taskId && (status === undefined || entry.status === status)) sum += entry.durationMinutes;
  return sum;
};

const taskTotal = (call: Call, task: ProjectTask) => (task.chargeType === "TIME" ? Math.round((minutesOf(call, task.id) * task.rateMinor) / 60) : task.chargeType === "FIXED" ? task.rateMinor : 0);

function projectWire(call: Call, one: Project): Wire {
  const tasks = [...call.books.tasks.values()].filter((task) => task.projectId === one.id);
  const total = tasks.reduce((sum, task) => sum + taskTotal(call, task), 0);
  const invoiced = tasks.reduce((sum, task) => sum + (task.status === "INVOICED" ? taskTotal(call, task) : 0), 0);
  const minutes = tasks.reduce((sum, task) => sum + minutesOf(call, task.id), 0);
  const none = amount(call, 0);
  return {
    projectId: one.id,
    ...(one.contactId === undefined ? {} : { contactId: one.contactId }),
    name: one.name,
    currencyCode: call.books.organisation.baseCurrency,
    minutesLogged: minutes,
    totalTaskAmount: amount(call, total),
    totalExpenseAmount: none,
    minutesToBeInvoiced: minutes,
    taskAmountToBeInvoiced: amount(call, total - invoiced),
    taskAmountInvoiced: amount(call, invoiced),
    expenseAmountToBeInvoiced: none,
    expenseAmountInvoiced: none,
    projectAmountInvoiced: none,
    deposit: none,
    depositApplied: none,
    creditNoteAmount: none,
    ...(one.deadlineUtc === undefined ? {} : { deadlineUtc: one.deadlineUtc }),
    totalInvoiced: amount(call, invoiced),
    totalToBeInvoiced: amount(call, total - invoiced),
    ...(one.estimateMinor === undefined ? {} : { estimate: amount(call, one.estimateMinor), estimateAmount: amount(call, one.estimateMinor) }),
    status: one.status,
  };
}

function taskWire(call: Call, task: ProjectTask): Wire {
  const minutes = minutesOf(call, task.id);
  const invoiced = minutesOf(call, task.id, "INVOICED");
  return {
    taskId: task.id, name: task.name, rate: amount(call, task.rateMinor), chargeType: task.chargeType, estimateMinutes: task.estimateMinutes, projectId: task.projectId,
    totalMinutes: minutes, totalAmount: amount(call, taskTotal(call, task)), minutesInvoiced: invoiced, minutesToBeInvoiced: task.chargeType === "TIME" ? minutes - invoiced : 0,
    fixedMinutes: task.chargeType === "FIXED" ? minutes : 0, nonChargeableMinutes: task.chargeType === "NON_CHARGEABLE" ? minutes : 0,
    amountToBeInvoiced: amount(call, task.status === "ACTIVE" ? taskTotal(call, task) : 0), amountInvoiced: amount(call, task.status === "INVOICED" ? taskTotal(call, task) : 0), status: task.status,
  };
}

const timeWire = (entry: ProjectTime): Wire => ({
  timeEntryId: entry.id, userId: entry.userId, projectId: entry.projectId, taskId: entry.taskId, dateUtc: entry.dateUtc, dateEnteredUtc: entry.dateEnteredUtc,
  duration: entry.durationMinutes, description: entry.description, status: entry.status,
});
