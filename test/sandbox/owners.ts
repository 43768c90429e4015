import type { Hono } from "hono";
import { identity } from "./identity/identity.ts";
import { login } from "./login/login.ts";
import { pages } from "./pages/pages.ts";
import type { PathOwner } from "./pathOwner.ts";
import type { World } from "./world.ts";

/** One app for each world, made on its first request. */
function honoOwner(name: string, owns: PathOwner["owns"], make: (world: World) => Hono): PathOwner {
  const apps = new WeakMap<World, Hono>();
  return {
    name,
    owns,
    answer(world, request) {
      const app = apps.get(world) ?? make(world);
      apps.set(world, app);
      return app.fetch(request);
    },
  };
}

/** Sign-in, identity and pages, in the order in which they are asked. The pages come last: they own whatever is left. */
export const pathOwners: readonly PathOwner[] = [
  honoOwner("identity", (url) => /^\/(?:connect|\.well-known)\//.test(url.pathname), identity),
  honoOwner("login", (url) => url.pathname.startsWith("/identity/"), login),
  honoOwner("pages", () => true, pages),
];
