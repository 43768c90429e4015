import { Hono } from "hono";
import type { HeldUpView } from "../../../shared/api/views.ts";
import { HELD_UP_LISTED } from "../../../shared/limits.ts";
import type { Contact } from "../../../shared/records/contact.ts";
import { linksInState } from "../../store/reads/links.ts";
import { putAsideRows } from "../../store/reads/putAside.ts";
import { findRecords } from "../../store/reads/records.ts";
import { SYNCED_KINDS } from "../../../shared/records/kinds.ts";
import { accessTo } from "../access.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { homeCurrency } from "../views/organisationView.ts";
import { putAsideView } from "../views/putAsideView.ts";
import { reasonOf } from "../views/recordView.ts";
import { titleOf } from "../views/titleOf.ts";
import { xeroHref } from "../views/xeroHref.ts";

/** GET /v1/held-up: records that wait or were refused, which have no page in Xero where they could be shown; and Xero's own that were set aside, which have none here. */
export function heldUpRoutes(deps: HttpDeps): Hono<HttpEnv> {
  const { db } = deps;
  return new Hono<HttpEnv>().get("/held-up", async (c) => {
    const { organisation } = await accessTo(c, deps, { role: "viewer" });
    const links = await linksInState(db, organisation.id, ["waiting", "refused"], HELD_UP_LISTED);
    const records = new Map((await findRecords(db, organisation.id, SYNCED_KINDS, links.map(({ recordId }) => recordId))).map((record) => [record.id, record]));
    const contactIds = [...records.values()].flatMap(({ contactId }) => contactId ?? []);
    const names = new Map((await findRecords(db, organisation.id, ["contact"], contactIds)).map(({ id, body }) => [id, (body as Contact).name]));
    const items = links.flatMap((link): HeldUpView[] => {
      const [record, reason] = [records.get(link.recordId), reasonOf(link)];
      if (record === undefined || record.deletedAt !== null || reason === null || (link.state !== "waiting" && link.state !== "refused")) return [];
      const body = record.body as { totalMinor?: number; amountMinor?: number; currency?: string };
      return [{
        id: record.id, kind: record.kind, title: titleOf(record), contactName: record.contactId === null ? null : (names.get(record.contactId) ?? null), state: link.state, reason,
        href: xeroHref(organisation.shortCode, link.kind, link.xeroId), totalMinor: body.totalMinor ?? body.amountMinor ?? null, currency: body.currency ?? homeCurrency(organisation),
      }];
    });
    const aside = (await putAsideRows(db, organisation.id, HELD_UP_LISTED)).map((row) => putAsideView(row, organisation.shortCode, homeCurrency(organisation)));
    return c.json({ items: [...items, ...aside], nextCursor: null });
  });
}
