import type { Reason, ReasonCode } from "./reasons.ts";

/** Sentences that need no details; pre-flight makes its own where it can name what is wrong. */
const SENTENCES: Partial<Record<ReasonCode, readonly [sentence: string, remedy: string]>> = {
  write_under_way: ["A change is on its way to Xero.", "Nothing to do: the answer settles it."],
  not_read_yet: ["Xero's side has not been read yet.", "Nothing to do: it is read in the next round."],
  contacts_unread: ["Xero's contacts are still being read for the first time.", "Nothing to do: it goes to Xero once it is known not to be there already."],
  which_contact: ["Xero has a contact that may be the same.", "Choose which one it is, or that it is a new one."],
  rate_limited: ["Xero takes no more calls for now.", "Nothing to do: it is sent as soon as Xero's limit allows."],
  sign_in_needed: ["Xero does not accept the connection any more.", "An admin connects Xero again; then it is sent by itself."],
  flows_from_xero_only: ["Your change stays here: the sync rules let this kind flow from Xero only.", "Make the change in Xero, or let it flow both ways in the sync rules."],
  flows_to_xero_only: ["Xero has another value: the sync rules let this kind flow to Xero only.", "Save the record here to send yours, or let it flow both ways in the sync rules."],
  sync_off: ["Sync is off for this kind.", "Switch it on in the sync rules."],
  filtered: ["The sync rules leave this record out.", "Change the filter in the sync rules if it should flow."],
  awaits_approval: ["It goes to Xero once it is approved here.", "Approve it, or let drafts flow in the sync rules."],
  voided_in_xero: ["Voided in Xero.", "Nothing flows any more; make a new one if it was voided by mistake."],
  deleted_in_xero: ["Deleted in Xero.", "Nothing flows any more; make a new one if it was deleted by mistake."],
  voided_here: ["Voided here before it reached Xero.", "Nothing to do."],
  deleted_here: ["Deleted here before it reached Xero.", "Nothing to do."],
  merged_in_xero: ["Merged into another contact in Xero.", "Its projects are still here: confirm that they belong to the other contact now."],
  joined_here: ["It was the same as another contact and was joined with it.", "Use the other contact: everything that named this one names it now."],
  gone_in_xero: ["Xero no longer lists it.", "Check it in Xero; keep it here or delete it here."],
};

/** A reason from the table. */
export function reason(code: ReasonCode): Reason {
  const [sentence, remedy] = SENTENCES[code] ?? [code, ""];
  return { code, sentence, remedy };
}
