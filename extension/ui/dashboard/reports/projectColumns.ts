import type { MonthCompared, ProjectMonth } from "../../../../shared/api/reportShapes.ts";

/** A column of the table of projects: what it shows, and what it is sorted by. Nulls come last either way. */
export interface Column {
  key: string;
  label: string;
  value: (row: MonthCompared & { budgetUsedE2?: number | null }) => number | null;
  as: "money" | "percent";
}

export const COLUMNS: readonly Column[] = [
  { key: "invoiced", label: "Invoiced", value: ({ now }) => now.invoicedMinor, as: "money" },
  { key: "collected", label: "Collected", value: ({ now }) => now.collectedMinor, as: "money" },
  { key: "labour", label: "Labour", value: ({ now }) => now.labourMinor, as: "money" },
  { key: "other", label: "Other costs", value: ({ now }) => now.otherCostsMinor, as: "money" },
  { key: "margin", label: "Margin", value: ({ now }) => now.marginMinor, as: "money" },
  { key: "outstanding", label: "Outstanding", value: ({ now }) => now.outstandingMinor, as: "money" },
  { key: "unbilled", label: "Unbilled", value: ({ now }) => now.unbilledMinor, as: "money" },
  { key: "budget", label: "Budget used", value: ({ budgetUsedE2 }) => budgetUsedE2 ?? null, as: "percent" },
];

export interface Order {
  key: string;
  descending: boolean;
}

/** A click on another column begins with its largest figures, on the names with A; on the same column it turns round. */
export function nextOrder(order: Order, key: string): Order {
  return order.key === key ? { key, descending: !order.descending } : { key, descending: key !== "name" };
}

export function sorted(projects: readonly ProjectMonth[], { key, descending }: Order): ProjectMonth[] {
  const column = COLUMNS.find((one) => one.key === key);
  const turn = descending ? -1 : 1;
  return projects.toSorted((a, b) => {
    if (column === undefined) return turn * a.name.localeCompare(b.name);
    const [left, right] = [column.value(a), column.value(b)];
    if (left === null || right === null) return left === right ? a.name.localeCompare(b.name) : left === null ? 1 : -1;
    return turn * (left - right) || a.name.localeCompare(b.name);
  });
}
