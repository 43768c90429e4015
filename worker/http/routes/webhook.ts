import { Hono } from "hono";
import * as v from "valibot";
import { organisationsOfTenants } from "../../store/reads/connected.ts";
import { addDelivery } from "../../store/reads/inbox.ts";
import { isSignedByXero } from "../../xero/webhookSignature.ts";
import type { ConsentDeps } from "../consentDeps.ts";
import type { HttpDeps, HttpEnv } from "../deps.ts";
import { BODY_MAX_BYTES } from "../input.ts";
import { sha256 } from "../sha256.ts";

/** What intake looks at; everything else is read later, by the engine, and unknown categories are no reason to refuse. */
const envelope = v.object({
  events: v.optional(v.array(v.object({ tenantId: v.optional(v.string()) })), []),
  firstEventSequence: v.optional(v.number()),
  lastEventSequence: v.optional(v.number()),
});

/**
 * Xero's deliveries: verified over the raw bytes, one inbox row, an empty 200 without cookies; else an empty 401. Xero waits 5 s and
 * disables a subscription that fails for a day. A delivery is "look again", never data.
 */
export function webhookRoutes(deps: HttpDeps & ConsentDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.post("/webhooks/xero", async (c) => {
    const bytes = await c.req.arrayBuffer();
    if (bytes.byteLength > BODY_MAX_BYTES) return new Response(null, { status: 413 });
    if (!(await isSignedByXero(bytes, c.req.header("x-xero-signature") ?? null, deps.config.xeroWebhookKey)))
      return new Response(null, { status: 401 });
    const body = new TextDecoder().decode(bytes);
    const read = v.safeParse(envelope, parsed(body));
    // Signed, so Xero sent it; but nothing in it can be looked up. The intent to receive has no events.
    if (!read.success || read.output.events.length === 0) return new Response(null, { status: 200 });
    await addDelivery(deps.db, {
      // A repeated delivery is the same bytes: its row is there already.
      id: await sha256(body),
      body,
      firstSequence: read.output.firstEventSequence ?? null,
      lastSequence: read.output.lastEventSequence ?? null,
      receivedAt: deps.clock.now(),
    });
    const tenantIds = [...new Set(read.output.events.flatMap((event) => event.tenantId ?? []))];
    deps.later(
      organisationsOfTenants(deps.db, tenantIds)
        .then((ids) => Promise.all(ids.map((id) => deps.wake(id))))
        // The row is stored: the next round reads it anyway.
        .catch(() => undefined),
    );
    return new Response(null, { status: 200 });
  });
  return app;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
