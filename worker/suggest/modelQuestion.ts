import type { Line } from "../../shared/records/document.ts";
import type { LineSuggestion } from "../../shared/suggest/predict.ts";
import type { Candidates } from "../../shared/suggest/types.ts";
import type { ModelQuestion } from "./languageModel.ts";

/** Only of suppliers without any history, and only where nobody chose an account. */
export function wantsModel(line: Line, { account }: LineSuggestion): boolean {
  return line.accountCode === null && account.value === null && account.agree.of === 0;
}

/** Names only: no codes of accounts, no amounts, no dates, no other lines. The round that asks and the card that reads make it alike, and so find each other. */
export function modelQuestion(supplierName: string, line: Line, choice: Candidates): ModelQuestion {
  return {
    supplierName,
    description: line.description ?? "",
    candidates: {
      account: choice.accounts.map(({ code, name }) => ({ value: code, name })),
      tax: choice.taxRates.map(({ taxType, name }) => ({ value: taxType, name })),
      project: choice.projects.map(({ projectId, name }) => ({ value: projectId, name })),
    },
  };
}
