import { type ContactMatch, matchContact } from "../../shared/matching/matchContact.ts";
import { matchNeedles } from "../../shared/matching/matchNeedles.ts";
import type { Contact } from "../../shared/records/contact.ts";
import type { LinkedState } from "./linkedState.ts";
import type { Run } from "./run.ts";

/** Contacts that the keys of new ones find; of more, the oldest are compared. Names that are merely similar are found by words, which many share. */
const SAME = 1_000;
const SIMILAR = 1_000;

/**
 * What is already there of contacts that are about to be made in Xero. Ones that a person called new are not asked about again. Of two new
 * ones that look alike the earlier is compared with nobody, so that one of them is made.
 */
export async function matchNewContacts(run: Run, states: readonly LinkedState[]): Promise<ReadonlyMap<string, ContactMatch>> {
  const direction = run.rules.directions.contact;
  const fresh = states.filter(({ kind, link, body }) => kind === "contact" && link.xeroId === null && (body as Contact | null)?.status === "active");
  if (fresh.length === 0 || !run.contactsRead || direction === "off" || direction === "fromXero") return new Map();
  const organisationId = run.organisation.id;
  const needles = fresh.map(({ body }) => matchNeedles(body as Contact));
  const holding = (texts: readonly string[]) => ({ organisationId, kind: "contact", deletedAt: null, search: { holdsAny: [...new Set(texts)] } }) as const;
  const [same, similar, questions] = await run.ports.store.read(
    { from: "record", where: holding(needles.flatMap((one) => one.same)), orderBy: ["createdAt", "id"], limit: SAME },
    { from: "record", where: holding(needles.flatMap((one) => one.similar)), orderBy: ["createdAt", "id"], limit: SIMILAR },
    { from: "contactQuestion", where: { organisationId, recordId: { in: fresh.map(({ link }) => link.recordId) }, decidedAt: { notNull: true } }, limit: fresh.length },
  );
  const decided = new Set(questions.map((row) => row.recordId));
  const contacts = [...new Map([...same, ...similar].map((row) => [row.id, row])).values()].toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  const all = contacts.map((row) => ({ id: row.id, body: JSON.parse(row.body) as Contact })).filter(({ body }) => body.mergedIntoId === null && body.status !== "erased");
  const position = new Map(all.map(({ id }, index) => [id, index]));
  const isFresh = new Set(fresh.map(({ link }) => link.recordId));
  return new Map(
    fresh.flatMap(({ link: { recordId }, body }) => {
      if (decided.has(recordId)) return [];
      const others = all.filter(({ id }) => id !== recordId && (!isFresh.has(id) || position.get(id)! < position.get(recordId)!));
      return [[recordId, matchContact(body as Contact, others)] as const];
    }),
  );
}
