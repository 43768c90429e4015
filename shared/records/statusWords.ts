/** A record's status as people say it. */
const WORDS: Readonly<Record<string, string>> = {
  draft: "Draft", submitted: "Awaiting approval", authorised: "Approved", paid: "Paid", voided: "Voided", deleted: "Deleted",
  sent: "Sent", accepted: "Accepted", declined: "Declined", invoiced: "Invoiced", active: "Active", archived: "Archived",
};

/** @param status as records keep it. */
export function statusWords(status: string): string {
  return WORDS[status] ?? status;
}
