import type { Writing } from "./world.ts";
import { queueEvents } from "./webhooks/outbox.ts";

/** A write that stands: its events go to the subscribers, and a person's changes into the log. */
export function accept(writing: Writing): void {
  const { world, organisation } = writing;
  if (writing.actor.by === "bookkeeper") world.state.log.bookkeeperChanges.push(...writing.changes);
  queueEvents(world, organisation.tenantId, writing.events, writing.actor.by);
}
