import type { ProjectFigures } from "../../../shared/api/views.ts";
import { hours, money, percent, roundMoney } from "../format.ts";
import { Fact } from "../parts/Fact.tsx";
import { Meter } from "../parts/Meter.tsx";
import { marginTone } from "../parts/marginTone.ts";

/** How the project stands: budget, hours, invoiced, collected, outstanding, costs, margin. */
export function ProjectPanel({ project }: { project: ProjectFigures }) {
  const { currency } = project;
  return (
    <section className="panel" aria-label={`Project ${project.name}`}>
      <header className="row apart top tight">
        <div className="grow">
          <h2>{project.name}</h2>
          <p className="small soft">{[project.code, project.clientName, project.status === "closed" ? "closed" : null].filter((part) => part !== null).join(" · ")}</p>
        </div>
        {project.marginE2 !== null && <span className={`tag ${marginTone(project.marginE2)}`}>{percent(project.marginE2)} margin</span>}
      </header>
      <div className="stack four">
        {project.warnings.map((warning) => (
          <p key={warning.code} className="note attention small">
            {warning.sentence}
          </p>
        ))}
        <dl className="facts">
          <Fact label="Invoiced">{money(project.invoicedMinor, currency)}</Fact>
          <Fact label="Collected">{money(project.collectedMinor, currency)}</Fact>
          <Fact label="Outstanding">{money(project.outstandingMinor, currency)}</Fact>
          <Fact label="Labour">{money(project.labourMinor, currency)}</Fact>
          <Fact label="Other costs">{money(project.otherCostsMinor, currency)}</Fact>
          {project.exchangeGainMinor !== 0 && (
            <Fact label={project.exchangeGainMinor > 0 ? "Exchange gain" : "Exchange loss"} bad={project.exchangeGainMinor < 0}>
              {money(project.exchangeGainMinor, currency)}
            </Fact>
          )}
          <Fact label="Margin" bad={project.marginMinor < 0}>
            {money(project.marginMinor, currency)}
          </Fact>
          {project.unbilledMinor > 0 && <Fact label="Time not yet billed">{money(project.unbilledMinor, currency)}</Fact>}
          {project.committedCostsMinor > 0 && <Fact label="Drafts not counted yet">{money(project.committedCostsMinor, currency)}</Fact>}
          {project.forecastMarginMinor !== null && <Fact label="Forecast margin">{money(project.forecastMarginMinor, currency)}</Fact>}
        </dl>
        {project.budgetMinor !== null && (
          <Meter
            label="Budget used"
            part={project.budgetUsedE2 ?? 0}
            whole={10_000}
            text={`${project.budgetUsedE2 === null ? "0.0 %" : percent(project.budgetUsedE2)} of ${roundMoney(project.budgetMinor, currency)}`}
          />
        )}
        {project.budgetMinutes === null ? (
          <p className="row apart small">
            <span className="soft">Hours</span>
            <span className="number strong">{hours(project.minutes)}</span>
          </p>
        ) : (
          <Meter label="Hours" part={project.minutes} whole={project.budgetMinutes} text={`${hours(project.minutes)} of ${hours(project.budgetMinutes)}`} />
        )}
      </div>
    </section>
  );
}
