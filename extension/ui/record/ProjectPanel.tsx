import type { ProjectView } from "../../data/views.ts";
import { hours, money, percent, roundMoney } from "../format.ts";
import { Fact } from "../parts/Fact.tsx";
import { Meter } from "../parts/Meter.tsx";

/** How the project stands: budget, hours, invoiced, collected, outstanding, costs, margin. */
export function ProjectPanel({ project, currency }: { project: ProjectView; currency: string }) {
  return (
    <section className="panel" aria-label={`Project ${project.name}`}>
      <header className="row apart top tight">
        <div className="grow">
          <h2>{project.name}</h2>
          <p className="small soft">{[project.code, project.clientName].filter((part) => part !== null).join(" · ")}</p>
        </div>
        {project.marginE2 !== null && (
          <span className={`tag ${project.marginE2 < 0 ? "alarm" : project.marginE2 < 2000 ? "attention" : "good"}`}>{percent(project.marginE2)} margin</span>
        )}
      </header>
      <div className="stack" style={{ "--gap": 4 } as React.CSSProperties}>
        {project.warnings.map((warning) => (
          <p key={warning} className="note attention small">
            {warning}
          </p>
        ))}
        <dl className="facts">
          <Fact label="Invoiced">{money(project.invoicedMinor, currency)}</Fact>
          <Fact label="Collected">{money(project.collectedMinor, currency)}</Fact>
          <Fact label="Outstanding">{money(project.outstandingMinor, currency)}</Fact>
          <Fact label="Labour">{money(project.labourMinor, currency)}</Fact>
          <Fact label="Other costs">{money(project.costsMinor, currency)}</Fact>
          <Fact label="Margin" bad={project.marginMinor < 0}>
            {money(project.marginMinor, currency)}
          </Fact>
          {project.unbilledMinor > 0 && <Fact label="Time not yet billed">{money(project.unbilledMinor, currency)}</Fact>}
        </dl>
        {project.budgetMinor !== null && (
          <Meter
            label="Budget invoiced"
            part={project.invoicedMinor}
            whole={project.budgetMinor}
            text={`${roundMoney(project.invoicedMinor, currency)} of ${roundMoney(project.budgetMinor, currency)}`}
          />
        )}
        <Meter
          label="Hours"
          part={project.minutes}
          whole={project.budgetMinutes ?? 0}
          text={project.budgetMinutes === null ? hours(project.minutes) : `${hours(project.minutes)} of ${hours(project.budgetMinutes)}`}
        />
      </div>
    </section>
  );
}
