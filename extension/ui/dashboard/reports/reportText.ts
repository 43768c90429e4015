import type { MonthCompared, MonthReportView } from "../../../../shared/api/reportShapes.ts";
import { formatMinor } from "../../../../shared/money.ts";
import { COLUMNS } from "./projectColumns.ts";
import { FIGURE_WORDS } from "./reportWords.ts";

/** The report as tab-separated lines, which every spreadsheet takes from the clipboard. Plain numbers, no signs of currency. */
export function reportText({ month, summary, changes }: MonthReportView): string {
  const { currency, organisation, receivables, payables, money, projects, withoutProject, others } = summary;
  const number = (minor: number): string => formatMinor(minor, currency).replaceAll(",", "");
  const cells = (row: MonthCompared & { budgetUsedE2?: number | null }): string[] => COLUMNS.map(({ value, as }) => (value(row) === null ? "" : as === "money" ? number(value(row) ?? 0) : String((value(row) ?? 0) / 100)));
  const rows: string[][] = [
    [month, currency],
    [],
    ["Project", ...COLUMNS.map(({ label, as }) => (as === "percent" ? `${label} %` : label))],
    ...projects.map((project) => [project.name, ...cells(project)]),
    ["Without a project", ...cells(withoutProject)],
    ["Other projects", ...cells(others)],
    ["All together", ...cells(organisation)],
    [],
    ["", "Not due", "1-30 days", "31-60 days", "61-90 days", "Over 90 days", "Total"],
    ...([["Owed by clients", receivables], ["Owed to suppliers", payables]] as const).map(([label, aged]) => [label, ...[aged.currentMinor, aged.to30Minor, aged.to60Minor, aged.to90Minor, aged.over90Minor, aged.totalMinor].map(number)]),
    [],
    ["Came in", number(money.inMinor)],
    ["Went out", number(money.outMinor)],
    ...(changes.length === 0 ? [] : [[], ["Changed since it was closed", "When closed", "Today"]]),
    ...changes.map(({ project, figure, thenMinor, nowMinor }) => [[project?.name, FIGURE_WORDS[figure]].filter((part) => part !== undefined).join(": "), number(thenMinor), number(nowMinor)]),
  ];
  return rows.map((row) => row.map((cell) => cell.replaceAll(/[\t\r\n]+/g, " ")).join("\t")).join("\n");
}
