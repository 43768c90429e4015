import { duplicateContacts } from "../../shared/matching/duplicateContacts.ts";
import { matchContact } from "../../shared/matching/matchContact.ts";
import { problem } from "../../shared/api/problem.ts";
import type { ContactInQuestion } from "../data/routeAnswers.ts";

interface Known extends ContactInQuestion {
  status: "active" | "archived";
}

const contact = (id: string, name: string, email: string | null, taxNumber: string | null, more: { status?: Known["status"]; href?: string | null } = {}): Known => ({
  id, name, email, taxNumber, status: more.status ?? "active", href: more.href === undefined ? `https://go.xero.com/app/contact/${id}` : more.href,
});

const IN_XERO: readonly Known[] = [
  contact("con_films", "Harbour Films", "accounts@wharf.example", "51 824 753 556"),
  contact("con_wharf", "Wharf Studios", null, "83 914 571 673"),
  contact("con_gone", "Wharf Studio", "old@wharf.example", null, { status: "archived" }),
  contact("con_kea", "Kea Electrical", "office@kea.example", "53 004 085 616"),
  contact("con_kea2", "Kea Electrical Services", "billing@kea.example", "53 004 085 616"),
  contact("con_rye", "Salt & Rye", "hello@saltrye.example", null),
  contact("con_rye2", "Salt & Rye Catering", "hello@saltrye.example", null, { href: null }),
];
const NEW = [contact("con_new", "Wharf Studio", "accounts@wharf.example", "40 101 202 303", { href: null }), contact("con_clear", "Merlow Dental", "reception@marlow.example", null, { href: null })];
const MARLOW = contact("con_marlow", "Marlow Dental", "dentist@marlow.example", "29 002 589 460");

/** Questions about new contacts as the real matching asks them, until somebody decides. */
export function fakeContacts() {
  const decided = new Set<string>();
  const questions = () =>
    NEW.filter(({ id }) => !decided.has(id)).flatMap((made) => {
      const match = matchContact({ ...made }, [...IN_XERO, MARLOW].map((body) => ({ id: body.id, body })));
      const known = (id: string) => [...IN_XERO, MARLOW].find((one) => one.id === id)!;
      return match.type === "choose" ? [{ ...made, among: match.among.map(({ id, reasons }) => ({ ...known(id), reasons })) }] : [];
    });
  /** Null: none of these addresses. */
  return (pathname: string): { status: number; answer: unknown } | null => {
    if (pathname === "/v1/contact-questions") return { status: 200, answer: { items: questions() } };
    if (pathname === "/v1/duplicate-contacts")
      return { status: 200, answer: { items: duplicateContacts(IN_XERO.map((body) => ({ id: body.id, body }))).map(({ by, ids }) => ({ by, contacts: IN_XERO.filter(({ id }) => ids.includes(id)) })) } };
    const id = /^\/v1\/contact-questions\/([^/]+)\/decide$/.exec(pathname)?.[1];
    if (id === undefined) return null;
    if (decided.has(id)) return { status: 409, answer: problem("not_possible_now", "Somebody has decided this already.") };
    decided.add(id);
    return { status: 200, answer: { contact: { id } } };
  };
}
