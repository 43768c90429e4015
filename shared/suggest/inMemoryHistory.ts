import { keysTouched, learn, nextSupplierSequence, unlearn } from "./learn.ts";
import { NO_LABELS, openLabels } from "./labels.ts";
import { neighbourCap } from "./neighbourFeatures.ts";
import { prepare } from "./prepare.ts";
import { supplierOf } from "./supplierOf.ts";
import type { Coding, ConfirmedLine, ContextKey, CountRow, FeedbackKind, FirstAnswer, Memory, Neighbour, SuggestLine } from "./types.ts";

const NO_ANSWER: FirstAnswer = { account: null, tax: null, project: null };

/** The memory of one organisation in a Map: what the store does in the database, for the benchmark and the tests. */
export class InMemoryHistory {
  readonly rows = new Map<ContextKey, CountRow>();
  readonly labels = openLabels(NO_LABELS);
  readonly lines: ConfirmedLine[] = [];
  private readonly bySupplier = new Map<string, Neighbour[]>();
  private next = 0;

  memory(line: SuggestLine): Memory {
    return { rows: this.rows, labels: this.labels, neighbours: this.bySupplier.get(supplierOf(line)) ?? [], sequence: this.next };
  }

  confirm(line: SuggestLine, coding: Coding, feedback: FeedbackKind = "imported", firstAnswer: FirstAnswer = NO_ANSWER): ConfirmedLine {
    const supplierSequence = nextSupplierSequence(line, this.rows);
    const confirmed: ConfirmedLine = { line, coding, feedback, firstAnswer, sequence: this.next++, supplierSequence };
    this.apply(learn(confirmed, this.rows, this.labels));
    this.lines.push(confirmed);
    const { supplier, textWords, dayOfMonth } = prepare(line);
    const list = this.bySupplier.get(supplier) ?? [];
    list.unshift({
      lineId: line.lineId, documentId: line.documentId, dayOfMonth, amountMinor: line.amountMinor, words: textWords, ...coding,
      looked: feedback !== "bulk-confirmed",
    });
    if (list.length > 4 * neighbourCap) list.length = 2 * neighbourCap;
    this.bySupplier.set(supplier, list);
    return confirmed;
  }

  remove(confirmed: ConfirmedLine): void {
    this.apply(unlearn(confirmed, this.rows, this.labels));
    this.lines.splice(this.lines.indexOf(confirmed), 1);
    const list = this.bySupplier.get(supplierOf(confirmed.line));
    const at = list?.findIndex((neighbour) => neighbour.lineId === confirmed.line.lineId) ?? -1;
    if (at >= 0) list?.splice(at, 1);
  }

  /** How many rows a change would touch, for the store's figures. */
  touched(confirmed: ConfirmedLine): number {
    return keysTouched(confirmed).length;
  }

  private apply(changes: ReturnType<typeof learn>): void {
    for (const { key, row } of changes) {
      if (row === null) this.rows.delete(key);
      else this.rows.set(key, row);
    }
  }
}
