import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";
import { send } from "../../data/send.ts";
import { ask, problemOf } from "../ask.ts";
import { Brand } from "../parts/Brand.tsx";
import { Gate } from "../parts/Gate.tsx";
import { ProblemNote } from "../parts/Note.tsx";
import { useSettings } from "../useSettings.ts";
import { Activity } from "./Activity.tsx";
import { ApiKeys } from "./ApiKeys.tsx";
import { Confirm } from "./Confirm.tsx";
import { Conflicts } from "./Conflicts.tsx";
import { DeleteData } from "./DeleteData.tsx";
import { Health } from "./Health.tsx";
import { Mappings } from "./mappings/Mappings.tsx";
import { Members } from "./Members.tsx";
import { Projects } from "./Projects.tsx";
import { Reports } from "./reports/Reports.tsx";
import { Review } from "./Review.tsx";
import { Rules } from "./Rules.tsx";
import { Suggestions } from "./Suggestions.tsx";
import { SECTIONS, type SectionId } from "./sections.ts";

const CONTENT: Readonly<Record<SectionId, () => ReactNode>> = {
  projects: Projects,
  reports: Reports,
  conflicts: Conflicts,
  confirm: Confirm,
  review: Review,
  suggestions: Suggestions,
  activity: Activity,
  mappings: Mappings,
  rules: Rules,
  members: Members,
  keys: ApiKeys,
  health: Health,
  delete: DeleteData,
};

/** The dashboard: the one place outside Xero, for what is not about one document. */
export function DashboardPage() {
  const section = useSection();
  const settings = useSettings();
  const isAdmin = settings.data?.signedIn?.role === "admin";
  const { title, says } = SECTIONS.find(({ id }) => id === section) ?? SECTIONS[0];
  const Content = CONTENT[section];
  useEffect(() => {
    document.title = `${title} · Marginalia`;
  }, [title]);
  return (
    <div className="shell">
      <nav aria-label="Sections" className="stack four">
        <Brand />
        <ul>
          {SECTIONS.filter(({ admin }) => !admin || isAdmin).map(({ id, title: label }) => (
            <li key={id}>
              <a href={`#${id}`} aria-current={id === section ? "page" : undefined}>
                {label}
              </a>
            </li>
          ))}
        </ul>
        {settings.data?.signedIn != null && <OrganisationChoice chosenId={settings.data.organisationId} />}
      </nav>
      <main>
        <h1>{title}</h1>
        <p>{says}</p>
        <Gate>
          <Content key={`${section} ${settings.data?.organisationId}`} />
        </Gate>
      </main>
    </div>
  );
}

function OrganisationChoice({ chosenId }: { chosenId: string | null }) {
  const queries = useQueryClient();
  const me = useQuery({ queryKey: ["me"], queryFn: () => ask("me", { scope: "none" }) });
  if (me.isError && me.data === undefined) return <ProblemNote problem={problemOf(me.error)} />;
  if (me.data === undefined || me.data.organisations.length === 0) return null;
  return (
    <div className="field small">
      <label htmlFor="organisation">Organisation</label>
      <select
        id="organisation"
        className="input"
        value={chosenId ?? ""}
        onChange={(event) => void send("page.chooseOrganisation", { organisationId: event.target.value }).then(() => queries.invalidateQueries())}
      >
        {me.data.organisations.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

function useSection(): SectionId {
  const read = (): SectionId => SECTIONS.find(({ id }) => `#${id}` === location.hash)?.id ?? "projects";
  const [section, setSection] = useState(read);
  useEffect(() => {
    const onHash = () => setSection(read());
    window.addEventListener("hashchange", onHash);
    return () => window.removeEventListener("hashchange", onHash);
  }, []);
  return section;
}
