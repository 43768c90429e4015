import { nextSecret } from "../random.ts";
import type { XeroUser } from "../tokens.ts";
import type { World } from "../world.ts";

/**
 * A signed-in browser. Xero keeps the current organisation here, shared by all tabs, and `.aspx` pages take it from here; opening
 * another organisation's /app/ page does not move it (facts on the web app §0.3).
 */
export interface LoginSession {
  id: string;
  userId: string;
  tenantId?: string;
}

export const sessionCookie = "StandInSession";

/** Sessions by id: plain data, in a room of the world. */
function sessions(world: World): Map<string, LoginSession> {
  const known = world.state.rooms.get("login") as Map<string, LoginSession> | undefined;
  if (known) return known;
  const room = new Map<string, LoginSession>();
  world.state.rooms.set("login", room);
  return room;
}

export function openSession(world: World, user: XeroUser): LoginSession {
  const session: LoginSession = { id: nextSecret(world.state.random, 32), userId: user.userId };
  sessions(world).set(session.id, session);
  return session;
}

export function closeSession(world: World, id: string): void {
  sessions(world).delete(id);
}

/** The session of a Cookie header and its user, when both still exist. */
export function findSession(world: World, cookie: string | undefined): { session: LoginSession; user: XeroUser } | undefined {
  const id = new RegExp(`(?:^|;\\s*)${sessionCookie}=([^;]+)`).exec(cookie ?? "")?.[1];
  const session = id === undefined ? undefined : sessions(world).get(id);
  const user = world.state.users.find((candidate) => candidate.userId === session?.userId);
  return session && user ? { session, user } : undefined;
}

/** Lax, so that a redirect from the app that asks for consent still finds the person signed in. */
export const sessionSetCookie = (session: LoginSession) => `${sessionCookie}=${session.id}; Path=/; HttpOnly; SameSite=Lax`;
