import { DurableObject } from "cloudflare:workers";
import { createKeeperCore, type KeeperAnswer, type KeeperCore, type KeeperOptions } from "./keeperCore.ts";

/** Makes a keeper's surroundings from the environment; given by index.ts. */
export type KeeperSetUp<Env> = (env: Env, xeroUserId: string) => KeeperOptions;

/** One Durable Object per Xero user, so that a refresh has one place to happen in. The tokens themselves lie in D1. */
export function keeperClass<Env>(setUp: KeeperSetUp<Env>) {
  return class Keeper extends DurableObject<Env> {
    #core: KeeperCore | null = null;

    token(xeroUserId: string, rejected: string | null): Promise<KeeperAnswer> {
      this.#core ??= createKeeperCore(setUp(this.env, xeroUserId));
      return this.#core.token(rejected);
    }
  };
}
