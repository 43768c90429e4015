import type { Document, Line, TrackingChoice } from "../records/document.ts";
import type { References } from "./references.ts";

/**
 * Projects mapped to a tracking category: the option of a line and its project say the same thing. A project set here decides the
 * option (toTracking); an option taken from Xero decides the project (toProject). A line without a project keeps its options: they may
 * be older than the mapping, and switching it on must not strip Xero's lines. Without a mapping a project never leaves our side.
 */

type Lookup = Pick<References, "optionOfProject" | "projectOfOption">;

/** Lines with the option of their project in the mapped category. */
export function toTracking(document: Document, categoryId: string | null, references: Lookup): Document {
  if (categoryId === null) return document;
  return mapLines(document, (line) => (line.projectId === null ? line : withProject(line, line.projectId, categoryId, references)));
}

/** Lines with the project of the option they carry. A project that has no option stays where Xero's line names no project. */
export function toProject(document: Document, categoryId: string | null, references: Lookup): Document {
  if (categoryId === null) return document;
  return mapLines(document, (line) => {
    const option = optionIn(line, categoryId);
    const unmapped = line.projectId !== null && references.optionOfProject(line.projectId) === null;
    const projectId = (option === null ? null : references.projectOfOption(option)) ?? (unmapped ? line.projectId : null);
    return projectId === line.projectId ? line : { ...line, projectId };
  });
}

/** One line given to a project, or to none: what a save of ours does, so that clearing the project clears its option too. */
export function withProject(line: Line, projectId: string | null, categoryId: string | null, references: Lookup): Line {
  const own = line.projectId === projectId ? line : { ...line, projectId };
  if (categoryId === null) return own;
  const current = optionIn(line, categoryId);
  const wanted = projectId === null ? null : references.optionOfProject(projectId);
  if (current === wanted) return own;
  // Someone's own option in that category stands for no project of ours: not ours to take away.
  if (wanted === null && current !== null && references.projectOfOption(current) === null) return own;
  const others = line.tracking.filter((choice) => choice.categoryId !== categoryId);
  return { ...own, tracking: wanted === null ? others : sorted([...others, { categoryId, optionId: wanted }]) };
}

function optionIn(line: Line, categoryId: string): string | null {
  return line.tracking.find((choice) => choice.categoryId === categoryId)?.optionId ?? null;
}

function mapLines(document: Document, change: (line: Line) => Line): Document {
  const lines = document.lines.map(change);
  return lines.every((line, index) => line === document.lines[index]) ? document : { ...document, lines };
}

function sorted(tracking: TrackingChoice[]): readonly TrackingChoice[] {
  return tracking.sort((a, b) => (a.categoryId < b.categoryId ? -1 : 1));
}
