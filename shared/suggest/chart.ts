import type { Option } from "./evidence.ts";
import { stem } from "./nameMatch.ts";
import type { AccountCandidate, Candidates } from "./types.ts";
import { meaningfulWords } from "./words.ts";

/** The candidates read once per organisation and reused for every line. */
export interface Chart {
  readonly accounts: readonly Option[];
  readonly taxRates: readonly Option[];
  readonly projects: readonly Option[];
  readonly account: ReadonlyMap<string, AccountCandidate>;
  /** Projects with an open budget or work near the document's date. */
  readonly activeProjects: ReadonlySet<string>;
}

/** Duplicate names are fine, duplicate codes count once. "No project" is always a possible answer. */
export function readChart(candidates: Candidates): Chart {
  const option = (value: string, name: string): Option => ({ value, words: meaningfulWords(name).map(stem) });
  const once = (options: readonly Option[]): Option[] => [...new Map(options.map((one) => [one.value, one])).values()];
  return {
    accounts: once(candidates.accounts.map(({ code, name }) => option(code, name))),
    taxRates: once(candidates.taxRates.map(({ taxType, name }) => option(taxType, name))),
    projects: once([option("", ""), ...candidates.projects.map(({ projectId, name }) => option(projectId, name))]),
    account: new Map(candidates.accounts.map((account) => [account.code, account])),
    activeProjects: new Set(candidates.projects.filter((project) => project.active === true).map((project) => project.projectId)),
  };
}
