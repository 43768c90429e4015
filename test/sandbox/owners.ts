import type { PathOwner } from "./pathOwner.ts";

/** Sign-in, identity and pages, in the order in which they are asked. The pages come last: they own whatever is left. */
export const pathOwners: readonly PathOwner[] = [];
