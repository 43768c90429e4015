import type { Books } from "../books/books.ts";
import { dayInZone, type LocalDate } from "../dates.ts";
import type { LoginSession } from "../login/session.ts";
import type { XeroUser } from "../tokens.ts";
import type { SandboxOrganisation, World } from "../world.ts";
import type { Markup } from "./markup.ts";

/** What drawing one page needs. */
export interface PageContext {
  world: World;
  organisation: SandboxOrganisation;
  books: Books;
  user: XeroUser;
  session: LoginSession;
  url: URL;
  /** The start of this organisation's own addresses: "/app/!code". */
  base: string;
  today: LocalDate;
  switches: Switches;
}

/** Options for tests, given once as ?standin=marks,coep,redraw:500,late:2000 and kept for the session; ?standin= clears them. */
export interface Switches {
  /** Another extension has marked the page already. */
  marks: boolean;
  /** The page is cross-origin isolated, so that no foreign frame loads in it. */
  coep: boolean;
  /** The page redraws itself again and again, every so many milliseconds. */
  redrawMs: number;
  /** How long the micro-frontend takes to arrive after the document. */
  lateMs: number;
}

/** A drawn page. `ui` decides how it reaches the browser: spa arrives late, classic whole. */
export interface DrawnPage {
  ui: "spa" | "classic";
  title: string;
  main: Markup;
  status?: number;
}

export interface Redirected {
  redirect: string;
}

export function pageContext(world: World, organisation: SandboxOrganisation, from: Pick<PageContext, "user" | "session" | "url" | "switches">): PageContext {
  const { books } = organisation;
  return { world, organisation, books, ...from, base: `/app/${organisation.shortCode}`, today: dayInZone(world.clock.now(), books.organisation.timezone) };
}

export function readSwitches(text: string): Switches {
  const given = new Map(text.split(",").filter(Boolean).map((part): [string, string | undefined] => {
    const [name = "", value] = part.split(":");
    return [name, value];
  }));
  const milliseconds = (name: string, fallback: number) => Math.min(Math.max(Number(given.get(name) ?? fallback) || 0, 0), 60_000);
  return { marks: given.has("marks"), coep: given.has("coep"), redrawMs: milliseconds("redraw", 0), lateMs: milliseconds("late", 250) };
}
