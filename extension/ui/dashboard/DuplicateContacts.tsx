import { type DuplicateContactsView, itemsOf } from "../../data/routeAnswers.ts";
import { count } from "../format.ts";
import { Loaded } from "./Loaded.tsx";

const SHOWN = 20;

const SHARED: Readonly<Record<string, string>> = { tax_number: "the same tax number", email: "the same e-mail", name: "the same name" };

/** Contacts that are there twice. Merging is Xero's own, and cannot be undone there, so it is only shown here. */
export function DuplicateContacts() {
  return (
    <Loaded route="duplicateContacts">
      {(listed) => {
        const groups = itemsOf(listed);
        if (groups.length === 0) return null;
        return (
          <section className="panel" aria-label="Contacts that may be there twice">
            <header>
              <h2>Contacts that may be there twice</h2>
              <p className="small soft">Merge those that are one in Xero, under Contacts. It is followed here: projects and documents then name the one that is left.</p>
            </header>
            <ul className="candidates">
              {groups.slice(0, SHOWN).map((group) => (
                <Group key={group.contacts.map(({ id }) => id).join(" ")} group={group} />
              ))}
            </ul>
            {groups.length > SHOWN && <p className="small soft">And {count(groups.length - SHOWN)} more; they appear as these are merged.</p>}
          </section>
        );
      }}
    </Loaded>
  );
}

function Group({ group: { by, contacts } }: { group: DuplicateContactsView }) {
  return (
    <li className="stack two">
      <span className="small soft">
        {count(contacts.length)} contacts with {SHARED[by] ?? by}
      </span>
      <ul className="stack two">
        {contacts.map(({ id, name, email, taxNumber, href }) => (
          <li key={id}>
            {href === null ? <span className="strong">{name}</span> : <a className="strong" href={href} target="_blank" rel="noreferrer">{name}</a>}
            <span className="small soft"> {[email, taxNumber === null ? null : `tax number ${taxNumber}`, href === null ? "not in Xero yet" : null].filter((part) => part !== null).join(" · ")}</span>
          </li>
        ))}
      </ul>
    </li>
  );
}
