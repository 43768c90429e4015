import type { ConfirmedLine, Neighbour } from "../../shared/suggest/types.ts";
import { TEXT_WORDS } from "../../shared/suggest/prepare.ts";
import { meaningful } from "../../shared/suggest/words.ts";
import { fullId } from "./compactId.ts";
import { FEEDBACK, type Stored, storedDate } from "./countedDocument.ts";
import { codingOf, type Labels } from "./labels.ts";

/** An earlier line with its position, by which the newest are chosen. */
export interface Placed {
  readonly sequence: number;
  readonly neighbour: Neighbour;
}

const BULK = FEEDBACK.indexOf("bulk-confirmed");

/** A document's lines as evidence: every prediction reads dozens, so nothing is made that it does not need. Texts are canonical: words between spaces. */
export function readNeighbours(text: string, labels: Labels, wordsOf: (description: string) => readonly string[] = storedWords): Placed[] {
  const [id, , , , date, , , ...lines] = JSON.parse(text) as Stored;
  const documentId = fullId(id);
  const day = storedDate(date);
  return lines.map(([lineId, description, amountMinor, coding, feedback, sequence]) => ({
    sequence, neighbour: { lineId: fullId(lineId), documentId, date: day, amountMinor, words: wordsOf(description), ...codingOf(labels, coding), looked: feedback !== BULK },
  }));
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
    lineId: line.lineId, documentId: line.documentId, date: line.date, amountMinor: line.amountMinor, words: storedWords(line.description), ...coding, looked: feedback !== "bulk-confirmed",
  };
}
