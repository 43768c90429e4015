import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { MonthListView } from "../../../../shared/api/reportShapes.ts";
import { monthName } from "../../../../shared/months.ts";
import { ask, problemOf } from "../../ask.ts";
import { ProblemNote } from "../../parts/Note.tsx";
import { Loaded } from "../Loaded.tsx";
import { MonthReport } from "./MonthReport.tsx";

type Months = MonthListView["items"];

/** A month at a time, as it was closed. Opens on the last month that is over, which is the one somebody wants at a month's end. */
export function Reports() {
  return <Loaded route="months">{({ items }) => <Chosen months={items} />}</Loaded>;
}

const STATE_WORDS: Readonly<Record<Months[number]["state"], string>> = { running: "so far", closed: "", counted: "counted today" };

function Chosen({ months }: { months: Months }) {
  const [month, setMonth] = useState(() => (months.find(({ state }) => state !== "running") ?? months[0])?.month ?? "");
  return (
    <div className="stack four report">
      <div className="row unprinted">
        <label htmlFor="month" className="strong">
          Month
        </label>
        <select id="month" className="input fit" value={month} onChange={(event) => setMonth(event.target.value)}>
          {months.map((item) => (
            <option key={item.month} value={item.month}>
              {[monthName(item.month), STATE_WORDS[item.state]].filter((part) => part !== "").join(", ")}
            </option>
          ))}
        </select>
      </div>
      <Month key={month} month={month} isFirst={months.at(-1)?.month === month} />
    </div>
  );
}

function Month({ month, isFirst }: { month: string; isFirst: boolean }) {
  const report = useQuery({ queryKey: ["monthReport", month], queryFn: () => ask("monthReport", { query: { month }, scope: "chosen" }) });
  if (report.isPending) return <p className="soft">Looking this up.</p>;
  if (report.isError) return <ProblemNote problem={problemOf(report.error)} onRetry={() => void report.refetch()} />;
  return <MonthReport report={report.data} isFirst={isFirst} />;
}
