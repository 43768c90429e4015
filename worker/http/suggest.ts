import type { LineSuggestion } from "../../shared/suggest/predict.ts";
import type { Line } from "../../shared/records/document.ts";
import type { References } from "../store/reads/references.ts";
import type { StoredRecord } from "../store/reads/records.ts";

export type Purchase = StoredRecord<"bill" | "bank_transaction">;

interface SuggestRequest {
  organisationId: string;
  /** Documents whose lines want coding. */
  documents: readonly Purchase[];
  references: References;
  /** A person opens these documents: what is coded after this was coded knowing the suggestions. */
  looked?: boolean;
  /** Fields that a person has decided and not written yet, by line id: only these lines are answered, the open fields given the others. Nothing is kept. */
  given?: ReadonlyMap<string, Decided>;
}

/** Null: not decided. An empty project: decided that there is none. */
export interface Decided {
  accountCode: string | null;
  taxType: string | null;
  projectId: string | null;
}

export interface Suggested {
  /** By our line id; lines that want nothing are absent. */
  lines: ReadonlyMap<string, LineSuggestion>;
  /** The earlier lines that suggestions name as evidence. */
  earlier: ReadonlyMap<string, { document: Purchase; line: Line }>;
}

/** Codings for lines, counted from the organisation's own confirmed lines and from nothing else. */
export type Suggest = (request: SuggestRequest) => Promise<Suggested>;

const OPEN_STATUSES: ReadonlySet<string> = new Set(["draft", "submitted", "authorised"]);

/** Money that goes out, not paid yet, and something about the line undecided. */
export function wantsCoding(document: Purchase, line: Line): boolean {
  const { side, status } = document.body;
  return side === "purchases" && OPEN_STATUSES.has(status) && (line.accountCode === null || line.taxType === null || line.projectId === null);
}
