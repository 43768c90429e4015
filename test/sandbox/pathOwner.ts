import type { World } from "./world.ts";

/** A part of the stand-in that answers some paths itself: sign-in, identity, pages. First that owns the path answers. */
export interface PathOwner {
  name: string;
  owns: (url: URL) => boolean;
  answer: (world: World, request: Request, url: URL) => Promise<Response> | Response;
}
