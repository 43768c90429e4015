import { lockedUpTo } from "../../../shared/planning/lockedUpTo.ts";
import { isPosted } from "../../../shared/planning/recordStatus.ts";
import type { OrganisationFacts } from "../../../shared/records/organisation.ts";
import type { Purchase } from "../suggest.ts";

/** Why Xero would not let lines of this bill be divided; null where it does. */
export function splitHindrance({ kind, body }: Purchase, facts: OrganisationFacts | null): string | null {
  if (!["draft", "submitted", "authorised"].includes(body.status) || body.amountPaidMinor !== 0 || body.amountCreditedMinor !== 0) return "Xero does not let the lines of a bill be changed once something is paid or credited.";
  const lock = [facts?.yearEndLockDate, facts?.periodLockDate].find((day) => day != null && body.date <= day);
  return lock != null && isPosted(kind, body) ? lockedUpTo(lock) : null;
}
