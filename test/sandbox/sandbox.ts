import type { Assumptions } from "./assumptions.ts";
import { checkedAssumptions, defaultAssumptions } from "./assumptions.ts";
import type { BookkeeperActions } from "./bookkeeper/actions.ts";
import { bookkeeperOf } from "./bookkeeper/bookkeeper.ts";
import { virtualClock, type SandboxClock } from "./clock.ts";
import { noFaults } from "./faults/fault.ts";
import { faultsOf, type Faults } from "./faults/faults.ts";
import { liveThrough, newOrganisation, type FirmKind } from "./firm/firm.ts";
import { emptyLog, requestLog, type RequestLog } from "./log.ts";
import { nextGuid, seedRandom } from "./random.ts";
import { route } from "./router.ts";
import { stateFromText, stateToText } from "./state.ts";
import { mintTokenSet, type Connection, type XeroApp, type XeroUser } from "./tokens.ts";
import { webhookOutbox, type WebhookOutbox } from "./webhooks/outbox.ts";
import type { SandboxOrganisation, Tier, World } from "./world.ts";

export type { SandboxOrganisation } from "./world.ts";
export type { SandboxClock } from "./clock.ts";

export interface SandboxOptions {
  seed: number;
  /** How many organisations lie under the one Xero user. 2 unless told. */
  organisations?: number;
  /** What their books hold. "empty" has the chart of accounts only; "large" about ten thousand documents in the first. "agency" unless told. */
  firm?: FirmKind;
  /** A virtual clock unless told. */
  clock?: SandboxClock;
  assumptions?: Partial<Assumptions>;
  limits?: { tier: Tier };
  /** Where webhooks go. `deliver` carries the request, so that nothing need listen on a port. */
  webhook?: { url: string; key: string; deliver: (request: Request) => Promise<Response> };
  app?: Partial<XeroApp>;
  /** A world saved before; all else but clock and deliver is then ignored. */
  state?: string;
}

interface IssuedToken {
  accessToken: string;
  refreshToken?: string;
  expiresAtMs: number;
  authEventId: string;
}

export interface Sandbox {
  /** Every path of every host: API, identity, sign-in, control; whatever is left is go.xero.com. Rejects where a fault cuts the line. */
  fetch(request: Request): Promise<Response>;
  readonly clock: SandboxClock;
  readonly organisations: readonly SandboxOrganisation[];
  readonly apps: readonly XeroApp[];
  readonly users: readonly XeroUser[];
  readonly connections: readonly Connection[];
  readonly bookkeeper: BookkeeperActions;
  readonly log: RequestLog;
  readonly faults: Faults;
  readonly webhooks: WebhookOutbox;
  readonly assumptions: Readonly<Assumptions>;
  assume(assumptions: Partial<Assumptions>): void;
  /** A token set as the sign-in would give it, connecting the organisations on the way. */
  issueToken(wanted?: { clientId?: string; userId?: string; scopes?: readonly string[]; tenantIds?: readonly string[] }): IssuedToken;
  /** The whole world as text, and back. */
  save(): string;
  load(text: string): void;
  /** For the parts of the stand-in itself (sign-in, pages). */
  readonly world: World;
}

/** The scopes that a product with projects and books asks for (facts §1.4). */
const usualScopes = [
  "openid", "profile", "email", "offline_access", "accounting.invoices", "accounting.payments", "accounting.contacts", "accounting.settings",
  "accounting.banktransactions", "accounting.attachments", "projects",
] as const;

export function createSandbox(options: SandboxOptions): Sandbox {
  const clock = options.clock ?? virtualClock();
  const world: World = { clock, deliverWebhook: (request) => (options.webhook?.deliver ?? fetch)(request), state: newState(options, clock) };
  if (clock.now() < world.state.nowMs) clock.advance(world.state.nowMs - clock.now());
  if (options.state === undefined) {
    for (let index = 0; index < (options.organisations ?? 2); index += 1) {
      const organisation = newOrganisation(world.state.random, index, clock.now());
      world.state.organisations.push(organisation);
      for (const user of world.state.users) user.roles[organisation.tenantId] = user === world.state.users[0] ? "FINANCIALADVISER" : "STANDARD";
      const kind = options.firm ?? "agency";
      if (kind !== "empty") liveThrough(world, organisation, kind === "large" && index > 0 ? "agency" : kind, index);
    }
  }
  const log = requestLog(() => world.state.log);
  const sandbox: Sandbox = {
    world,
    clock,
    log,
    fetch: (request) => route(sandbox, request),
    get organisations() {
      return world.state.organisations;
    },
    get apps() {
      return world.state.apps;
    },
    get users() {
      return world.state.users;
    },
    get connections() {
      return world.state.connections;
    },
    get assumptions() {
      return world.state.assumptions;
    },
    bookkeeper: bookkeeperOf(world),
    faults: faultsOf(world),
    webhooks: webhookOutbox(world),
    assume: (given) => Object.assign(world.state.assumptions, checkedAssumptions(given)),
    issueToken: (wanted) => issueToken(world, wanted),
    save: () => stateToText({ ...world.state, nowMs: clock.now() }),
    load(text) {
      world.state = stateFromText(text);
      if (clock.now() < world.state.nowMs) clock.advance(world.state.nowMs - clock.now());
    },
  };
  return sandbox;
}

function newState(options: SandboxOptions, clock: SandboxClock): World["state"] {
  if (options.state !== undefined) return stateFromText(options.state);
  const random = seedRandom(options.seed);
  return {
    random,
    nowMs: clock.now(),
    organisations: [],
    apps: [
      {
        clientId: "5A1D0E7B3C9F4D62A8E0B71C4F93D2E6", clientSecret: "standin-secret-of-no-worth", name: "Marginalia", kind: "web",
        redirectUris: ["http://localhost:8787/oauth/callback"], scopes: "granular", extraScopes: [], certified: false, ...options.app,
      },
    ],
    users: [
      { userId: nextGuid(random), email: "robin.hale@marlowfinch.example", givenName: "Robin", familyName: "Hale", password: "correct horse", roles: {} },
      { userId: nextGuid(random), email: "sasha.kim@marlowfinch.example", givenName: "Sasha", familyName: "Kim", password: "battery staple", roles: {} },
    ],
    connections: [],
    tokens: { access: new Map(), refresh: new Map() },
    webhook: {
      ...(options.webhook ? { url: options.webhook.url, key: options.webhook.key, status: "ok" } : { status: "off" }),
      events: [], retries: [], missed: [], nextSequence: 1, deliveries: [], categories: ["INVOICE", "CONTACT", "CREDITNOTE", "PAYMENT", "PREPAYMENT", "OVERPAYMENT"],
    },
    limits: { windows: new Map(), inFlight: new Map() },
    idempotency: new Map(),
    log: emptyLog(),
    assumptions: { ...defaultAssumptions(), ...checkedAssumptions(options.assumptions ?? {}) },
    faults: noFaults(),
    tier: options.limits?.tier ?? "starter",
    rooms: new Map(),
  };
}

function issueToken(world: World, wanted: Parameters<Sandbox["issueToken"]>[0] = {}): IssuedToken {
  const { state, clock } = world;
  const clientId = wanted.clientId ?? state.apps[0]?.clientId ?? "";
  const userId = wanted.userId ?? state.users[0]?.userId ?? "";
  const authEventId = nextGuid(state.random);
  for (const tenantId of wanted.tenantIds ?? state.organisations.map((one) => one.tenantId)) {
    const known = state.connections.find((one) => one.clientId === clientId && one.tenantId === tenantId);
    if (!known) state.connections.push({ id: nextGuid(state.random), clientId, tenantId, tenantType: "ORGANISATION", authEventId, userIds: [userId], createdAtMs: clock.now(), updatedAtMs: clock.now() });
    else if (!known.userIds.includes(userId)) known.userIds.push(userId);
  }
  const { access, refresh } = mintTokenSet(state.tokens, state.random, clock.now(), { clientId, userId, scopes: [...(wanted.scopes ?? usualScopes)], authEventId });
  return { accessToken: access.token, expiresAtMs: access.expiresAtMs, authEventId, ...(refresh ? { refreshToken: refresh.token } : {}) };
}
