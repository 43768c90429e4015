import type { RecordKind } from "../../shared/records/kinds.ts";
import type { RecordBody } from "../../shared/records/record.ts";
import type { Insert } from "../store/port.ts";
import type { Run } from "./run.ts";

/** The ledger lines of one record, to replace the ones it had. */
export function ledgerRows(run: Run, recordId: string, kind: RecordKind, body: RecordBody): { recordId: string; lines: readonly Insert<"ledgerLine">[] } {
  void run; void kind; void body;
  return { recordId, lines: [] };
}
