import { strikes } from "../faults/faults.ts";
import { nextBetween } from "../random.ts";
import { refused, type Outcome } from "../rules/outcome.ts";
import type { Posted } from "../rules/posted.ts";
import { markOf, takeBack } from "../rules/writing.ts";
import { ok, validationFailed, type Answer } from "./answer.ts";
import { readElements } from "./body.ts";
import type { Call } from "./call.ts";
import type { Wire } from "./wire/lines.ts";

export interface Writer<T> {
  list: string;
  idField: string;
  save: (posted: Posted) => Outcome<T>;
  wire: (record: T) => Wire;
}

/** Contacts and payments flag a failed element by another name than documents do (Xero's description). */
const errorFlags: Record<string, string> = { Contacts: "HasValidationErrors", Payments: "HasValidationErrors" };

const emptyId = "00000000-0000-0000-0000-000000000000";
const readOnlyFields = ["AmountDue", "AmountPaid", "AmountCredited", "UpdatedDateUTC", "HasErrors", "IsDiscounted", "Payments", "Balances", "FullyPaidOnDate"];

/**
 * Runs a batch. With summarizeErrors (the default) one bad element refuses the whole request with 400; without it every element is
 * answered for itself under 200 (facts §2.5).
 */
export function writeMany<T>(call: Call, writer: Writer<T>, elements: Posted[] = readElements(call.body, writer.list)): Answer {
  const { assumptions } = call.world.state;
  const given = call.query.get("summarizeErrors") ?? call.query.get("summarizeerrors");
  const summarise = (given ?? assumptions.summarizeErrorsDefault).toLowerCase() !== "false";
  const struck = { method: call.method, path: call.path, tenantId: call.organisation.tenantId };
  const spoilt = strikes(call.world, "batch-element-invalid", struck) ? nextBetween(call.world.state.random, 0, elements.length - 1) : -1;

  const outcomes = elements.map((posted, index) => {
    const mark = markOf(call.writing);
    const echoed = assumptions.echoedReadOnly === "refused" ? readOnlyFields.find((field) => field in posted) : undefined;
    const outcome = index === spoilt ? refused("An error occurred while processing this element.") : echoed ? refused(`The field ${echoed} is read-only`) : writer.save(posted);
    if (!outcome.ok) takeBack(call.writing, mark);
    return { posted, outcome };
  });

  const failed = outcomes.filter(({ outcome }) => !outcome.ok);
  if (failed.length > 0 && summarise) {
    if (assumptions.wholeBatchRefusal === "none saved") takeBack(call.writing, { undo: 0, changes: 0, events: 0 });
    const answer = validationFailed(failed.map(({ posted, outcome }) => failedElement(posted, writer.idField, outcome)));
    return assumptions.wholeBatchRefusal === "none saved" ? answer : { ...answer, isRefusal: false };
  }
  return ok({
    [writer.list]: outcomes.map(({ posted, outcome }) => {
      if (!outcome.ok) return { ...failedElement(posted, writer.idField, outcome), [errorFlags[writer.list] ?? "HasErrors"]: true, StatusAttributeString: "ERROR" };
      const wire = writer.wire(outcome.record);
      if (summarise) return wire;
      if (outcome.warnings.length === 0) return { ...wire, StatusAttributeString: "OK" };
      return { ...wire, StatusAttributeString: "WARNING", Warnings: outcome.warnings.map((Message) => ({ Message })) };
    }),
  });
}

function failedElement(posted: Posted, idField: string, outcome: Outcome<unknown>): Wire {
  const errors = outcome.ok ? [] : [...new Set(outcome.errors)];
  return { ...posted, [idField]: posted[idField] ?? emptyId, ValidationErrors: errors.map((Message) => ({ Message })) };
}
