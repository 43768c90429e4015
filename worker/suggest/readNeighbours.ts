import type { Coding, ConfirmedLine, Neighbour } from "../../shared/suggest/types.ts";
import { prepare, TEXT_WORDS } from "../../shared/suggest/prepare.ts";
import { meaningful } from "../../shared/suggest/words.ts";
import { fullId } from "./compactId.ts";
import { FEEDBACK, type Stored, storedDayOfMonth } from "./countedDocument.ts";
import { codingOf, type Labels } from "../../shared/suggest/labels.ts";

/** An earlier line with its position, by which the newest are chosen. */
export interface Placed {
  readonly sequence: number;
  readonly neighbour: Neighbour;
}

const BULK = FEEDBACK.indexOf("bulk-confirmed");

/** A document's lines as evidence: every prediction reads dozens, so nothing is made that it does not need. Texts are canonical: words between spaces. */
export function readNeighbours(text: string, labels: Labels, wordsOf: (description: string) => readonly string[] = storedWords): Placed[] {
  const [documentId, , , , date, , , ...lines] = JSON.parse(text) as Stored;
  const dayOfMonth = storedDayOfMonth(date);
  return lines.map((line) => {
    const [, description, , coding, , sequence] = line;
    return { sequence, neighbour: new StoredNeighbour(documentId, line, { words: wordsOf(description), dayOfMonth, coding: codingOf(labels, coding) }) };
  });
}

/** Of dozens of lines a few are named in the end: ids are written out only then. */
class StoredNeighbour implements Neighbour {
  readonly amountMinor: number;
  readonly words: readonly string[];
  readonly dayOfMonth: number;
  readonly account: string;
  readonly tax: string;
  readonly project: string;
  readonly looked: boolean;
  private readonly compactDocumentId: string;
  private readonly compactLineId: string;
  private fullLineId: string | null = null;

  constructor(documentId: string, [lineId, , amountMinor, , feedback]: Stored[7], { words, dayOfMonth, coding }: { words: readonly string[]; dayOfMonth: number; coding: Coding }) {
    this.amountMinor = amountMinor;
    this.words = words;
    this.dayOfMonth = dayOfMonth;
    this.account = coding.account;
    this.tax = coding.tax;
    this.project = coding.project;
    this.looked = feedback !== BULK;
    this.compactDocumentId = documentId;
    this.compactLineId = lineId;
  }

  get documentId(): string {
    return fullId(this.compactDocumentId);
  }

  get lineId(): string {
    return (this.fullLineId ??= fullId(this.compactLineId));
  }
}

const storedWords = (description: string): string[] => meaningful(description.split(" ")).slice(0, TEXT_WORDS);

/** For many lines at once: a supplier's wordings repeat. */
export function rememberedWords(): (description: string) => readonly string[] {
  const known = new Map<string, string[]>();
  return (description) => {
    const words = known.get(description) ?? storedWords(description);
    known.set(description, words);
    return words;
  };
}

export function asNeighbour({ line, coding, feedback }: ConfirmedLine): Neighbour {
  return {
    lineId: line.lineId, documentId: line.documentId, dayOfMonth: prepare(line).dayOfMonth, amountMinor: line.amountMinor, words: storedWords(line.description), ...coding, looked: feedback !== "bulk-confirmed",
  };
}
