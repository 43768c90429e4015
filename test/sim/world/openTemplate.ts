import { createGateCore } from "../../../worker/gate/gateCore.ts";
import { defaultRules } from "../../../shared/planning/rules.ts";
import { virtualClock } from "../../sandbox/clock.ts";
import { createSandbox } from "../../sandbox/sandbox.ts";
import { openWorld } from "./simWorld.ts";
import { storedInMemory } from "./storedInMemory.ts";
import { connectionId, ORGANISATION_IDS, SCOPES, type Template, XERO_USERS } from "./template.ts";

const made = new Map<boolean, Promise<Template>>();

/** Made once in a process: the import of two charts of accounts costs more than the rest of a schedule. */
export function templateOf(imported: boolean): Promise<Template> {
  const known = made.get(imported);
  if (known !== undefined) return known;
  const template = imported ? importedTemplate() : connectedTemplate();
  made.set(imported, template);
  return template;
}

async function connectedTemplate(): Promise<Template> {
  const clock = virtualClock();
  // One more, which the app is never let into: a stranger to be mistaken for one of ours.
  const sandbox = createSandbox({ seed: 1, organisations: ORGANISATION_IDS.length + 1, firm: "empty", clock, limits: { tier: "core" } });
  const stored = storedInMemory();
  const now = clock.now();
  for (const [index, name] of XERO_USERS.entries()) {
    const user = sandbox.users[index]!;
    const tenants = sandbox.organisations.slice(0, XERO_USERS.length - index);
    const token = sandbox.issueToken({ userId: user.userId, scopes: SCOPES, tenantIds: tenants.map(({ tenantId }) => tenantId) });
    await stored.credentials.put({ xeroUserId: name, name, email: null }, { accessToken: token.accessToken, refreshToken: token.refreshToken ?? "", accessExpiresAt: token.expiresAtMs, scopes: "" }, now);
    for (const [at, { tenantId, name: organisationName }] of tenants.entries())
      await stored.addConnection({ newId: ORGANISATION_IDS[at]!, xeroTenantId: tenantId, connectionId: connectionId(sandbox.world.state, tenantId), name: organisationName, xeroUserId: name, rules: defaultRules(), now: now + index });
  }
  return { nowMs: now, sandbox: sandbox.world.state, contents: stored.contents, gates: new Map(ORGANISATION_IDS.map((id) => [id, freshGate(now)])) };
}

function freshGate(now: number): Map<string, unknown> {
  const memory = new Map<string, unknown>();
  createGateCore({ get: <T>(key: string) => memory.get(key) as T | undefined, put: (key, value) => void memory.set(key, value) }, () => now).freeLease();
  return memory;
}

async function importedTemplate(): Promise<Template> {
  const world = await openWorld({ template: await templateOf(false), seed: 1, tier: "T1" });
  for (const { id } of world.organisations) await world.settle(id);
  // The stand-in makes its signing key once; every world of this process signs with it.
  await world.renewToken(XERO_USERS[0]);
  return { nowMs: world.clock.now(), sandbox: world.sandbox.world.state, contents: world.contents!, gates: world.gateMemories };
}
