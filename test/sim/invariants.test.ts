import { describe, expect, test } from "vitest";
import { groupValue } from "../../shared/merge/recordGroups.ts";
import type { Contact } from "../../shared/records/contact.ts";
import { canonical } from "../../worker/engine/canonical.ts";
import type { TableName } from "../../worker/store/port.ts";
import { viewOf } from "./invariants/view.ts";
import { INVARIANTS, violations } from "./invariants/invariants.ts";
import { comeToRest } from "./schedule/comeToRest.ts";
import type { Ran } from "./schedule/ran.ts";
import { drawSchedule } from "./schedule/draw.ts";
import { runTwice } from "./runs/judgeSeed.ts";
import { STEPS } from "./steps/steps.ts";
import { templateOf } from "./world/openTemplate.ts";
import { PLAIN_SETTING } from "./world/setting.ts";
import { openWorld, type SimWorld } from "./world/simWorld.ts";
import { XERO_USERS } from "./world/template.ts";
import { fenced, watchedCredentials } from "./world/watched.ts";

/** A world at rest in which a client, an approved invoice, a payment of it and a project are on both sides. */
async function atRest(): Promise<SimWorld> {
  const world = await openWorld({ template: await templateOf(true), seed: 5, tier: "T1", setting: { ...PLAIN_SETTING, createStatus: "authorised" } });
  const steps = [
    { do: "new client here", org: 0, id: 1, name: 1 }, { do: "new project here", org: 0, id: 2, option: 0, mapped: false },
    { do: "new document here", org: 0, id: 3, kind: "invoice", client: 0, lines: 2, quantity: 3, approved: true, project: 1 },
    { do: "round", org: 0 }, { do: "payment here", org: 0, id: 4, kind: "invoice", which: 0, hundreds: 5, how: "account" }, { do: "round", org: 0 },
    { do: "new document here", org: 0, id: 5, kind: "invoice", client: 0, lines: 1, quantity: 2, approved: false, project: 0 }, { do: "round", org: 0 },
  ];
  for (const step of steps) await STEPS[step.do]!.run(world, step);
  expect(await comeToRest(world)).toEqual([]);
  return world;
}

type Rows = Map<string, Record<string, string | number | null>>;
/** Rows of one table, to be falsified behind the store's back. */
const table = (world: SimWorld, name: TableName): Rows => world.contents!.tables.get(name) as unknown as Rows;
const change = (rows: Rows, fits: (row: Record<string, unknown>) => boolean, set: Record<string, string | number | null>): void => {
  const [key, row] = [...rows].find(([, one]) => fits(one))!;
  rows.set(key, { ...row, ...set });
};
const any = (): boolean => true;

/** One break of each invariant that rows, books or the line can show; what the driver compares is broken below. */
const BREAKS: readonly (readonly [invariant: string, what: string, break_: (world: SimWorld) => void])[] = [
  ["convergence", "ours differs from Xero's though it is in step", (world) => change(table(world, "record"), (row) => row["kind"] === "contact", { body: [...table(world, "record").values()].find((row) => row["kind"] === "contact")!["body"]!.toString().replace("Client", "Clients") })],
  ["convergence", "a document of Xero's that was never met", (world) => void table(world, "link").delete([...table(world, "link")].find(([, row]) => row["kind"] === "payment")![0])],
  ["convergence", "a contact that was merged into another one, and is not followed", (world) => {
    const [loser] = world.organisations[0]!.books.contacts.values();
    // Any id that is linked here will do.
    Object.assign(loser!, { mergedToContactId: loser!.id, status: "ARCHIVED" });
    change(table(world, "link"), (row) => row["xeroId"] === loser!.id, { state: "ended" });
  }],
  ["no lost update", "what somebody said in Xero was never seen", (world) => void world.said.set("x", { organisation: world.organisations[0]!, xeroId: "x", field: "reference", text: "never seen", xeroEdits: 0 })],
  ["no lost update", "what somebody typed here is gone, and nobody touched it", (world) => {
    const record = [...table(world, "record").values()].find((row) => row["kind"] === "contact")!;
    const was = canonical(groupValue("contact", "email", JSON.parse(String(record["body"])) as Contact));
    world.typed.push({ organisation: world.organisations[0]!, recordId: String(record["id"]), kind: "contact", group: "email", was, value: '"a@b.example"', clean: true, xeroId: "x", xeroEdits: 0 });
  }],
  ["no duplicate", "two links to one document", (world) => {
    const [key, row] = [...table(world, "link")].find(([, one]) => one["kind"] === "contact")!;
    table(world, "link").set(`${key}2`, { ...row, id: `${String(row["id"])}2` });
  }],
  ["no duplicate", "one record twice in Xero", ({ organisations }) => {
    const { invoices } = organisations[0]!.books;
    const [invoice] = invoices.values();
    invoices.set("twin", { ...invoice!, id: "twin" });
  }],
  ["no silent write", "an audit row was changed", (world) => change(table(world, "audit"), (row) => row["seq"] === 2, { actor: '{"id":"x"}' })],
  ["no silent write", "a write that no audit row names", (world) => change(table(world, "intent"), (row) => row["state"] === "done", { callId: "another" })],
  ["money conservation", "a ledger line is a cent off", (world) => change(table(world, "ledgerLine"), any, { amountMinor: 1 })],
  ["money conservation", "totals are not their lines'", (world) => change(table(world, "record"), (row) => row["kind"] === "invoice", { body: [...table(world, "record").values()].find((row) => row["kind"] === "invoice")!["body"]!.toString().replace(/"totalMinor":\d+/, '"totalMinor":7') })],
  ["isolation", "a request for one organisation went to another", (world) => void world.wire.passed.push({ ...world.wire.passed.find(({ meant }) => meant !== null)!, tenantId: "another" })],
  ["isolation", "a link to a stranger's document", ({ organisations }) => void organisations[1]!.books.contacts.set([...organisations[0]!.books.contacts.keys()][0]!, [...organisations[0]!.books.contacts.values()][0]!)],
  ["isolation", "a call for a disconnected organisation", (world) => void world.disconnectedFrom.set(world.organisations[0]!.tenantId, 0)],
  ["budget", "a call left before Retry-After was over", (world) => {
    const last = world.wire.passed.findLast(({ meant }) => meant !== null)!;
    world.wire.passed.push({ ...last, status: 429, retryAfterMs: 5_000, heard: true }, { ...last, at: last.at + 1_000 });
  }],
  ["budget", "61 calls in a minute", (world) => world.wire.passed.push(...Array.from({ length: 61 }, () => ({ ...world.wire.passed.find(({ meant }) => meant !== null)!, at: world.now() })))],
  ["monotone base", "a base that neither side ever had", (world) => {
    world.histories.snapshots.set("false", JSON.stringify({ ...JSON.parse(String([...table(world, "record").values()].find((row) => row["kind"] === "contact")!["body"])), email: "nobody@example.com" }));
    change(table(world, "link"), (row) => row["kind"] === "contact", { baseHash: "false", version: 99 });
  }],
  ["conflict honesty", "a conflict between equal values", (world) => void table(world, "conflict").set("c", { organisationId: world.organisations[0]!.id, id: "c", linkId: "l", recordId: "r", fieldGroup: "reference", base: '"a"', ours: '"b"', xero: '"b"', openedAt: 1, resolvedAt: null })],
  ["conflict honesty", "a value that a person was asked about was sent meanwhile", (world) => {
    const intent = [...table(world, "intent").values()].find((row) => row["state"] === "done")!;
    const [{ group }] = JSON.parse(String(intent["groups"])) as [{ group: string }];
    const call = [...table(world, "call").values()].find((row) => row["id"] === intent["callId"])!;
    change(table(world, "intent"), (row) => row["id"] === intent["id"], { createdAt: 1 });
    table(world, "conflict").set("c", { organisationId: world.organisations[0]!.id, id: "c", linkId: intent["linkId"]!, recordId: "r", fieldGroup: group, base: '"a"', ours: '"b"', xero: '"c"', openedAt: Number(call["sentAt"]) - 1, resolvedAt: null });
  }],
  ["conflict honesty", "a record in conflict about nothing", (world) => change(table(world, "link"), any, { state: "conflict" })],
  ["boundedness", "two open intents of one link", (world) => {
    const [key, row] = [...table(world, "intent")][0]!;
    for (const copy of ["a", "b"]) table(world, "intent").set(key + copy, { ...row, id: copy, state: "ready" });
  }],
  ["boundedness", "a call that is still on its way", (world) => change(table(world, "call"), any, { state: "unknown" })],
  ["secrets", "a token in a log line", (world) => void world.logged.push([...world.sandbox.world.state.tokens.access.keys()][0]!)],
  ["secrets", "a token in a row", (world) => change(table(world, "call"), any, { body: [...world.sandbox.world.state.tokens.access.keys()][0]! })],
];

describe("each invariant sees what breaks it", () => {
  test.each(BREAKS)("%s: %s", async (invariant, _, break_) => {
    const world = await atRest();
    break_(world);
    const view = await viewOf(world);
    const found = [...(await violations(view, "step")), ...(await violations(view, "rest"))];
    expect(found.map((one) => one.invariant)).toContain(invariant);
  });

  test("idempotence: a delivery that comes again writes to Xero", async () => {
    const world = await atRest();
    Object.assign(world.stored, {
      takeDelivery: async () => {
        world.sandbox.log.entries.at(-1)!.changes.push({ tenantId: "t", entity: "Contact", id: "x", action: "update", by: world.sandbox.apps[0]!.clientId });
        return new Response(null, { status: 200 });
      },
    });
    expect((await comeToRest(world)).map(({ invariant }) => invariant)).toContain("idempotence");
  });

  test("determinism: a run that is not like the one before", async () => {
    let runs = 0;
    const unlike = async (): Promise<Ran> => ({ operations: 1, bothSides: true, conflicts: 0, writes: 0, fired: new Map(), violations: [], trace: String((runs += 1)) });
    expect((await runTwice(drawSchedule(3), "T2", unlike)).violations).toMatchObject([{ invariant: "determinism" }]);
  });

  test("isolation: a round that lost its lease stores what it concluded", async () => {
    const world = await atRest();
    const { id: organisationId } = world.organisations[0]!;
    const write = (token: number) => fenced(world.stored.store, { organisationId, token, latest: () => 1_000, problems: world.problems }).commit([], [{ put: "cursor", rows: [{ organisationId, kind: "quote", lane: "poll" }] }]);
    await write(1_000);
    expect(world.problems).toEqual([]);
    await write(0);
    expect(world.problems).toMatchObject([{ invariant: "isolation" }]);
  });

  test("no lost update, secrets: a sign-in that is overwritten by an older refresh, a token that was not kept", async () => {
    const world = await atRest();
    const { credentials } = world.stored;
    const before = (await credentials.load(XERO_USERS[0]))!;
    const careless = watchedCredentials({ ...credentials, replace: async () => true }, { saved: new Set(), problems: world.problems });
    await careless.replace(XERO_USERS[0], before.generation - 1, before.tokens, world.now());
    world.endTokens();
    Object.assign(credentials, { replace: async () => true });
    // Something is to be polled, so that the round needs a token.
    world.clock.advance(2 * 3_600_000);
    await world.round(world.organisations[0]!.id);
    expect(world.problems.map(({ invariant }) => invariant)).toEqual(expect.arrayContaining(["no lost update", "secrets"]));
  });

  test("every invariant has a break here", () => {
    const broken = new Set([...BREAKS.map(([invariant]) => invariant), "idempotence", "determinism"]);
    expect(new Set(INVARIANTS.map(({ name }) => name))).toEqual(broken);
    expect(broken.size).toBe(13);
  });
});
