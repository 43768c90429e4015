import type { Count, CountRow } from "../../shared/suggest/types.ts";

/** Names of codings as short numbers, per organisation: position in a growing list. */
export interface Labels {
  readonly list: string[];
  readonly numberOf: Map<string, number>;
}

export function openLabels(list: readonly string[]): Labels {
  return { list: [...list], numberOf: new Map(list.map((label, i) => [label, i])) };
}

export function numberOf(labels: Labels, label: string): number {
  const known = labels.numberOf.get(label);
  if (known !== undefined) return known;
  const next = labels.list.push(label) - 1;
  labels.numberOf.set(label, next);
  return next;
}

/**
 * "account,tax,project,lines,weight;…" with labels by number; the weight is left out where it equals the lines. Numbers are
 * written in full precision: a correction has to subtract exactly what was added.
 */
export function writeCounts(row: CountRow, labels: Labels): string {
  return row.counts
    .map(({ account, tax, project, lines, weight }) => {
      const coding = `${numberOf(labels, account)},${numberOf(labels, tax)},${numberOf(labels, project)},${lines}`;
      return weight === lines ? coding : `${coding},${weight}`;
    })
    .join(";");
}

export function readCounts(at: number, text: string, labels: Labels): CountRow {
  if (text === "") return { at, counts: [] };
  const counts = text.split(";").map((part): Count => {
    const [account, tax, project, lines = "0", weight] = part.split(",");
    const label = (position: string | undefined): string => labels.list[Number(position)] ?? "";
    return { account: label(account), tax: label(tax), project: label(project), lines: Number(lines), weight: Number(weight ?? lines) };
  });
  return { at, counts };
}
