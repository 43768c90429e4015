import type { References } from "../../shared/planning/references.ts";
import type { Run } from "./run.ts";

/** Which tracking option stands for which project, where the organisation maps them. */
export function projectOptions({ settings }: Pick<Run, "settings">): Pick<References, "optionOfProject" | "projectOfOption"> {
  return {
    optionOfProject: (projectId) => settings.optionOfProject.get(projectId) ?? null,
    projectOfOption: (optionId) => settings.projectOfOption.get(optionId) ?? null,
  };
}
