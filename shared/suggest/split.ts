import { shareOut } from "./shareOut.ts";
import type { Neighbour, SplitShare, SplitSuggestion } from "./types.ts";

const DOCUMENTS = 8;
const LEAST = 3;
/** Shares may move this much from bill to bill and still be "the usual split". */
const DRIFT = 0.08;

/**
 * The supplier's usual split over accounts, taxes and projects for a bill that arrives as one line, or null when there is none:
 * at least three of the supplier's last bills, and at least 60 % of them, were split over the same codings in about the same shares.
 * The amounts add up to `totalMinor` to the cent. Closed accounts or projects (`allowed` says no) end the suggestion.
 */
export function usualSplit(totalMinor: number, neighbours: readonly Neighbour[], allowed: (share: Neighbour) => boolean): SplitSuggestion | null {
  const documents = [...Map.groupBy(neighbours, (line) => line.documentId)].slice(0, DOCUMENTS);
  const shapes = documents.flatMap(([id, lines]) => {
    const total = lines.reduce((sum, line) => sum + line.amountMinor, 0);
    if (total === 0) return [];
    const byCoding = Map.groupBy(lines, (line) => `${line.account}\u001f${line.tax}\u001f${line.project}`);
    const shares = new Map([...byCoding].map(([coding, some]) => [coding, some.reduce((sum, line) => sum + line.amountMinor, 0) / total]));
    return [{ id, shares, shape: [...shares.keys()].sort().join("\u001e"), lines }];
  });
  const newest = shapes.find(({ shares }) => shares.size > 1);
  if (newest === undefined || !newest.lines.every(allowed)) return null;
  const alike = shapes.filter(({ shape, shares }) => shape === newest.shape && [...shares].every(([coding, share]) => Math.abs(share - (newest.shares.get(coding) ?? 0)) <= DRIFT));
  if (alike.length < LEAST || alike.length < 0.6 * documents.length) return null;
  const codings = [...newest.shares.keys()];
  const means = codings.map((coding) => alike.reduce((sum, { shares }) => sum + (shares.get(coding) ?? 0), 0) / alike.length);
  const amounts = shareOut(totalMinor, means);
  const shares = codings.map((coding, i): SplitShare => {
    const [account = "", tax = "", project = ""] = coding.split("\u001f");
    return { account, tax, project, amountMinor: amounts[i] ?? 0, share: means[i] ?? 0 };
  });
  return { shares, count: alike.length, of: documents.length, documents: alike.map(({ id }) => id) };
}
