import type { LineView } from "../../../shared/api/views.ts";
import type { Line } from "../../../shared/records/document.ts";
import type { Names } from "./names.ts";

export function lineView(line: Line, names: Names): LineView {
  const { id, description, amountMinor, quantityE4, unitAmountE4, accountCode, taxType, projectId } = line;
  return {
    id, description, amountMinor, quantityE4, unitAmountE4, accountCode, taxType, projectId,
    accountName: accountCode === null ? null : names.account(accountCode).replace(`${accountCode} `, ""),
    taxName: taxType === null ? null : names.tax(taxType),
    projectName: projectId === null ? null : names.record(projectId),
  };
}
