import { useState } from "react";
import type { ProjectFigures } from "../../../shared/api/views.ts";
import { itemsOf } from "../../data/routeAnswers.ts";
import { hours, money, percent } from "../format.ts";
import { marginTone } from "../parts/marginTone.ts";
import { ProjectPanel } from "../record/ProjectPanel.tsx";
import { Loaded } from "./Loaded.tsx";
import { ClosedMonth } from "./reports/ClosedMonth.tsx";

export function Projects() {
  return (
    <div className="stack four">
      <ClosedMonth />
      <Loaded route="profits">{(listed) => <Table projects={itemsOf(listed)} />}</Loaded>
    </div>
  );
}

function Table({ projects }: { projects: readonly ProjectFigures[] }) {
  const [openId, setOpenId] = useState<string | null>(null);
  const open = projects.find(({ id }) => id === openId);
  if (projects.length === 0) return <p className="panel soft">No projects yet. They appear as soon as a project tool creates them over the interface.</p>;
  return (
    <div className="stack four">
      <div className="panel scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Project</th>
              <th scope="col" className="mid">Budget used</th>
              <th scope="col" className="mid">Hours</th>
              <th scope="col" className="mid">Invoiced</th>
              <th scope="col" className="mid">Collected</th>
              <th scope="col" className="mid">Outstanding</th>
              <th scope="col" className="end">Margin</th>
            </tr>
          </thead>
          <tbody>
            {projects.map((project) => (
              <tr key={project.id}>
                <td>
                  <button type="button" className="button plain small link" aria-expanded={project.id === openId} onClick={() => setOpenId(project.id === openId ? null : project.id)}>
                    {project.name}
                  </button>
                  <p className="small soft">{[project.code, project.clientName].filter((part) => part !== null).join(" · ")}</p>
                  {project.warnings.map((warning) => (
                    <p key={warning.code} className="small tag attention wrap">
                      {warning.sentence}
                    </p>
                  ))}
                </td>
                <td className="mid number">{project.budgetUsedE2 === null ? "no budget" : percent(project.budgetUsedE2)}</td>
                <td className="mid number">{hours(project.minutes)}</td>
                <td className="mid number">{money(project.invoicedMinor, project.currency)}</td>
                <td className="mid number">{money(project.collectedMinor, project.currency)}</td>
                <td className="mid number">{money(project.outstandingMinor, project.currency)}</td>
                <td className="end number">
                  {money(project.marginMinor, project.currency)}
                  <br />
                  {project.marginE2 !== null && <span className={`tag ${marginTone(project.marginE2)}`}>{percent(project.marginE2)}</span>}
                  {project.exchangeGainMinor !== 0 && (
                    <p className="small soft">
                      {project.exchangeGainMinor > 0 ? "with an exchange gain of" : "after an exchange loss of"} {money(Math.abs(project.exchangeGainMinor), project.currency)}
                    </p>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {open !== undefined && <ProjectPanel project={open} />}
    </div>
  );
}
