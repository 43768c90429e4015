import { Hono } from "hono";
import * as v from "valibot";
import { allMembers, findMember, inviteMember, type MemberRow, removeMember } from "../../store/reads/people.ts";
import { memberWith } from "../access.ts";
import { type HttpDeps, type HttpEnv, ROLES } from "../deps.ts";
import { readBody } from "../input.ts";
import { refuse } from "../refuse.ts";

const InviteInput = v.strictObject({
  email: v.pipe(v.string(), v.trim(), v.toLowerCase(), v.maxLength(255, "is too long"), v.email("is not an e-mail address")),
  role: v.picklist(ROLES),
});

/** Members of the firm and invitations. Everyone but the first admin comes in by an invitation to his e-mail address. */
export function memberRoutes(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const { db } = deps;

  app.get("/members", async (c) => {
    memberWith(c, "admin");
    return c.json({ items: (await allMembers(db)).map(memberView), nextCursor: null });
  });

  app.post("/members", async (c) => {
    memberWith(c, "admin");
    const { email, role } = await readBody(c, InviteInput);
    const before = await findMember(db, { email });
    if (before !== null && before.state !== "removed") refuse("not_possible_now", `${email} is ${before.state === "invited" ? "invited" : "a member"} already.`);
    await inviteMember(db, { id: deps.ids.uuid(), email, role, now: deps.clock.now() });
    const invited = await findMember(db, { email });
    return c.json(invited && memberView(invited), 201);
  });

  app.delete("/members/:id", async (c) => {
    memberWith(c, "admin");
    const member = await findMember(db, { id: c.req.param("id") });
    if (member === null || member.state === "removed") return refuse("not_found", "There is no such member.");
    if (!(await removeMember(db, member.id, deps.clock.now())))
      refuse("not_possible_now", "The last admin cannot be removed.", { remedy: "Make someone else admin first." });
    return c.body(null, 204);
  });

  return app;
}

function memberView({ id, email, name, role, state, createdAt, lastSeenAt }: MemberRow) {
  return { id, email, name, role, state, createdAt, lastSeenAt };
}
