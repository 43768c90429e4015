import type { ChipMount } from "../page/pageContext.ts";

const INSERT: Readonly<Record<ChipMount["place"], InsertPosition>> = {
  before: "beforebegin",
  prepend: "afterbegin",
  append: "beforeend",
  after: "afterend",
};

/**
 * Puts a host of ours at its place and returns true if it had to be moved there. Doing it again changes nothing; Xero's own elements get no class, no
 * attribute and no listener from us.
 */
export function mount(host: Element, { element, place }: ChipMount): boolean {
  const isThere =
    place === "before"
      ? element.previousElementSibling === host
      : place === "after"
        ? element.nextElementSibling === host
        : host.parentElement === element;
  if (isThere) return false;
  element.insertAdjacentElement(INSERT[place], host);
  return true;
}
