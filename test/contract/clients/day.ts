import type { XeroClient } from "xero-node";

/** A day of xero-node's client: what each step of it is handed, and leaves for the next. */
export interface Day {
  client: XeroClient;
  tenantId: string;
  /** What a person does in Xero's pages meanwhile. */
  act: (action: string, what: Record<string, unknown>) => Promise<Record<string, never>>;
  /** Ids of what the client made, by what it is. */
  made: Record<string, string>;
}

/** The day that documents bear. */
export const TODAY = "2026-11-20";
export const sale = (description: string, unitAmount: number, quantity = 1) => ({ description, quantity, unitAmount, accountCode: "200", taxType: "OUTPUT" });
export const cost = (description: string, unitAmount: number) => ({ description, quantity: 1, unitAmount, accountCode: "400", taxType: "INPUT" });

/** The id of a made record, which xero-node types as absent or present. */
export function idOf(id: string | undefined): string {
  if (id === undefined) throw new TypeError("The answer carries no id");
  return id;
}
