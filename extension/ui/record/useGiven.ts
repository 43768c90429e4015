import { useQueries } from "@tanstack/react-query";
import type { LineSuggestionView } from "../../../shared/api/suggestionShapes.ts";
import { ask } from "../ask.ts";
import type { Decided } from "./coding.ts";

export interface Given {
  suggestion: LineSuggestionView | null;
  asking: boolean;
}

/** The suggestions of lines on which a person has decided something, given that: account, tax and project inform each other before anything is written. */
export function useGiven(recordId: string, tabId: number | null, decided: Readonly<Record<string, Decided>>): ReadonlyMap<string, Given> {
  const lines = Object.entries(decided).filter(([, fields]) => Object.values(fields).some((value) => value !== null));
  return useQueries({
    queries: lines.map(([lineId, { account = null, tax = null, project = null }]) => ({
      queryKey: ["given", recordId, lineId, account, tax, project],
      queryFn: () => ask("suggestGiven", { params: { id: recordId }, body: { lines: [{ lineId, accountCode: account, taxType: tax, projectId: project }] }, scope: "tab", tabId }),
      refetchInterval: false as const,
      staleTime: Infinity,
    })),
    combine: (results) => new Map(results.map(({ data, isPending, isError }, index) => [lines[index]?.[0] ?? "", { suggestion: data?.lines[0] ?? null, asking: isPending && !isError }])),
  });
}
