import type { Account } from "../../shared/records/organisation.ts";

/** Whether lines may be coded to it: bank and system accounts (receivables, tax) are not for lines. */
export function codable({ code, status, systemAccount, type }: Account): boolean {
  return status === "active" && code !== null && systemAccount === null && type.toLowerCase() !== "bank";
}
