import type { WorldState } from "../../sandbox/world.ts";
import type { MemoryContents } from "./storedInMemory.ts";

/** A world at its beginning, to be copied for every schedule: two organisations, connected; imported or not. */
export interface Template {
  nowMs: number;
  sandbox: WorldState;
  contents: MemoryContents;
  gates: ReadonlyMap<string, ReadonlyMap<string, unknown>>;
}

export const ORGANISATION_IDS = ["00000000-0000-7000-8000-00000000a001", "00000000-0000-7000-8000-00000000a002"] as const;
/** Both serve the first organisation; the second has Robin alone. */
export const XERO_USERS = ["robin", "sasha"] as const;

/** Xero's id of the connection between our app and one organisation. */
export function connectionId(state: WorldState, tenantId: string): string {
  return state.connections.find((one) => one.tenantId === tenantId)!.id;
}

/** Without an identity token: its life is judged by the machine's clock, which this world does not have. */
export const SCOPES = ["offline_access", "accounting.invoices", "accounting.payments", "accounting.contacts", "accounting.settings", "accounting.banktransactions"] as const;
