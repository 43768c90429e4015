import type { XeroApi } from "../ports.ts";
import type { Db } from "../store/open.ts";
import { allMembers } from "../store/reads/people.ts";
import { allOrganisations } from "../store/reads/organisations.ts";
import { capSessions, revokeSessions } from "../store/reads/secrets.ts";
import { capped, type RoleCap, roleCapOf, type XeroUserWire } from "./xeroRole.ts";

interface Deps {
  db: Db;
  xero: XeroApi;
}

/** Organisations asked for their users; more would make a sign-in wait. */
const ASKED_MAX = 10;

/** What an e-mail address may at most be here. Null: nothing is connected yet, or Xero could not be asked, and then nothing changes. */
export async function readRoleCap(deps: Deps, email: string): Promise<RoleCap | null> {
  const users = await readUsers(deps);
  return users === null ? null : capIn(users, email);
}

/** Once a day: who was lowered or removed in Xero is lowered or signed out here. */
export async function applyRoles(deps: Deps, now: number): Promise<void> {
  const users = await readUsers(deps);
  if (users === null) return;
  for (const member of await allMembers(deps.db)) {
    if (member.state !== "active") continue;
    const cap = capIn(users, member.email);
    if (cap === null) continue;
    const role = capped(member.role, cap);
    if (role === "nobody") await revokeSessions(deps.db, member.id, now);
    else await capSessions(deps.db, member.id, role);
  }
}

interface ReadUsers {
  lists: readonly (readonly XeroUserWire[])[];
  complete: boolean;
}

/** "Nobody" needs every list; a role needs only the list that gives it. */
function capIn({ lists, complete }: ReadUsers, email: string): RoleCap | null {
  const cap = roleCapOf(lists, email);
  return complete || cap !== "nobody" ? cap : null;
}

async function readUsers({ db, xero }: Deps): Promise<ReadUsers | null> {
  const connected = (await allOrganisations(db)).filter((row) => row.state === "connected" || row.state === "connecting");
  if (connected.length === 0) return null;
  const asked = connected.slice(0, ASKED_MAX);
  const pages = await Promise.all(asked.map((row) => xero.of(row.id, row.xeroTenantId, "person").list("user")));
  const lists = pages.flatMap((page) => (page.ok ? [page.value.elements as readonly XeroUserWire[]] : []));
  return { lists, complete: lists.length === connected.length };
}
