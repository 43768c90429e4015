import { BookkeeperRefused } from "../../sandbox/bookkeeper/actions.ts";
import type { Contact } from "../../sandbox/books/contact.ts";
import type { Invoice } from "../../sandbox/books/document.ts";
import type { SimOrganisation, SimWorld } from "../world/simWorld.ts";

/** A person acts in Xero's own pages; Xero's rules refuse now and then, and that is no fault. */
export function inXero<T>(world: SimWorld, act: () => T): T | null {
  const changes = world.sandbox.world.state.log.bookkeeperChanges;
  const from = changes.length;
  try {
    const done = act();
    world.edits.xero += 1;
    for (const change of changes.slice(from)) world.toldEdits.add(change);
    return done;
  } catch (error) {
    if (!(error instanceof BookkeeperRefused)) throw error;
    return null;
  }
}

/** A person says something about one document; the last of its sort has to be seen here before anything writes over it. */
export function saying(world: SimWorld, organisation: SimOrganisation, said: { xeroId: string; field: string; text: string }, act: () => unknown): void {
  if (inXero(world, () => (act(), true)) === true)
    world.said.set(`${said.xeroId} ${said.field}`, { organisation, ...said, xeroEdits: world.sandbox.world.state.log.bookkeeperChanges.length });
}

export const contactsOf = ({ books }: SimOrganisation): Contact[] => [...books.contacts.values()];
export const activeContactsOf = (organisation: SimOrganisation): Contact[] => contactsOf(organisation).filter(({ status }) => status === "ACTIVE");
export const invoicesOf = ({ books }: SimOrganisation): Invoice[] => [...books.invoices.values()];
