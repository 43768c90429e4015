import { useState } from "react";
import type { MonthCompared, MonthSummary, ProjectMonth } from "../../../../shared/api/reportShapes.ts";
import { money, percent } from "../../format.ts";
import { marginTone } from "../../parts/marginTone.ts";
import { type Column, COLUMNS, nextOrder, type Order, sorted } from "./projectColumns.ts";

/** Every project of the month, with what has none and the sum: they add up, to the cent. Each heading sorts. */
export function ProjectMonths({ summary }: { summary: MonthSummary }) {
  const [order, setOrder] = useState<Order>({ key: "invoiced", descending: true });
  const { projects, withoutProject, others, organisation, currency } = summary;
  return (
    <section className="panel" aria-label="Projects of the month">
      <header>
        <h2>Projects</h2>
        <p className="soft small">Without GST. Outstanding, unbilled and budget are as of the month's end. Click a heading to sort by it.</p>
      </header>
      <div className="scroll">
        <table className="dense">
          <thead>
            <tr>
              <Heading label="Project" id="name" order={order} onSort={setOrder} className="" />
              {COLUMNS.map(({ key, label }, index) => (
                <Heading key={key} label={label} id={key} order={order} onSort={setOrder} className={index === COLUMNS.length - 1 ? "end" : "mid"} />
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted(projects, order).map((project) => (
              <Row key={project.id} row={project} currency={currency}>
                {project.name}
                {project.code !== null && <span className="small soft block">{project.code}</span>}
              </Row>
            ))}
          </tbody>
          <tbody className="rest">
            {hasAny(withoutProject) && <Row row={withoutProject} currency={currency}>Without a project</Row>}
            {hasAny(others) && <Row row={others} currency={currency}>{others.count === 1 ? "1 other project" : `${others.count} other projects`}</Row>}
          </tbody>
          <tfoot>
            <Row row={organisation} currency={currency}>All together</Row>
          </tfoot>
        </table>
      </div>
      {summary.notWorkedOut > 0 && <p className="small">{summary.notWorkedOut} documents were too many to look at each of their payments; what was collected of them counts as it stands today.</p>}
    </section>
  );
}

interface HeadingProps {
  label: string;
  id: string;
  order: Order;
  onSort: (order: Order) => void;
  className: string;
}

function Heading({ label, id, order, onSort, className }: HeadingProps) {
  const isChosen = order.key === id;
  return (
    <th scope="col" className={className} aria-sort={isChosen ? (order.descending ? "descending" : "ascending") : undefined}>
      <button type="button" className="sort" onClick={() => onSort(nextOrder(order, id))}>
        {label}
        <span aria-hidden="true" className="sort-sign">{isChosen ? (order.descending ? "▼" : "▲") : ""}</span>
      </button>
    </th>
  );
}

function Row({ row, currency, children }: { row: MonthCompared & Partial<Pick<ProjectMonth, "budgetUsedE2">>; currency: string; children: React.ReactNode }) {
  return (
    <tr>
      <th scope="row">{children}</th>
      {COLUMNS.map((column, index) => (
        <td key={column.key} className={`${index === COLUMNS.length - 1 ? "end" : "mid"} number`}>
          <Cell column={column} row={row} currency={currency} />
        </td>
      ))}
    </tr>
  );
}

/** A share far beyond the whole tells nothing: costs that belong to no project stand against hardly any revenue. */
const TELLING_E2 = 20_000;

function Cell({ column, row, currency }: { column: Column; row: MonthCompared & Partial<Pick<ProjectMonth, "budgetUsedE2">>; currency: string }) {
  const value = column.value(row);
  if (value === null) return <span className="soft">–</span>;
  if (column.as === "percent") return value > 10_000 ? <span className="tag alarm">{percent(value)}</span> : <>{percent(value)}</>;
  return (
    <>
      <span className={value === 0 ? "soft" : undefined}>{money(value, currency)}</span>
      {column.key === "margin" && row.now.marginE2 !== null && Math.abs(row.now.marginE2) <= TELLING_E2 && <span className="block"><span className={`tag ${marginTone(row.now.marginE2)}`}>{percent(row.now.marginE2)}</span></span>}
    </>
  );
}

function hasAny({ now, before }: MonthCompared): boolean {
  return [now, before].some((figures) => Object.values(figures).some((value) => value !== null && value !== 0));
}
