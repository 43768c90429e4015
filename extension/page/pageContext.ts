import type { Answer } from "./find.ts";
import type { Organisation } from "./organisation.ts";
import type { Route } from "./route.ts";

/** A row of a list: its id, and the elements that say where a badge may lie. Texts are never read. */
export interface Row {
  id: string;
  element: Element;
  /** The link (or the line itself) that the badge belongs to. */
  anchor: Element;
}

/** Where the header chip goes, relative to an element of Xero's. */
export interface ChipMount {
  element: Element;
  place: "before" | "prepend" | "append" | "after";
}

export type Field = "organisation" | "id" | "chip" | "rows";

/** What a page says, and what it did not say. `fields` lists only the fields that the kind requires. */
export interface PageContext {
  route: Route;
  organisation: Organisation;
  id: string | null;
  fields: Readonly<Partial<Record<Field, Answer>>>;
  rows: readonly Row[];
  chip: ChipMount | null;
  /** The element to watch for changes. */
  root: Element | null;
}

/** The parts that differ per page kind; organisation and drift are the same for all. */
export interface Adapter {
  /** The id by a second, independent hook; null where the page has none. */
  secondId?: (doc: Document) => string | null;
  chip: (doc: Document) => { mount: ChipMount | null; answer: Answer };
  /** Rows in page order, one per id; absent on pages without rows. */
  rows?: (root: ParentNode) => { rows: Row[]; answer: Answer };
}
