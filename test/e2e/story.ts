import type { BrowserContext } from "playwright-core";
import { openBrowser } from "./chromium.ts";
import { type RestClient, restClient } from "./restClient.ts";
import type { Stack } from "./stack.ts";
import { billIsCoded } from "./steps/billIsCoded.ts";
import { changesMeet } from "./steps/changesMeet.ts";
import { connect } from "./steps/connect.ts";
import { firstImport } from "./steps/firstImport.ts";
import { invoiceIsPaid } from "./steps/invoiceIsPaid.ts";
import { invoiceIsPushed } from "./steps/invoiceIsPushed.ts";
import { invoicePage } from "./steps/invoicePage.ts";
import { manyAreConfirmed } from "./steps/manyAreConfirmed.ts";
import { monthIsReported } from "./steps/monthIsReported.ts";
import { peopleDecide } from "./steps/peopleDecide.ts";

/** What a step saw: ids, amounts before and after, milliseconds. */
export type Observed = Readonly<Record<string, unknown>>;

/** What the steps know of each other. */
export interface StoryWorld {
  stack: Stack;
  browser: BrowserContext;
  /** Called where a picture tells more than words; the tour keeps them. */
  picture: (name: string, target: { screenshot(options: { path: string }): Promise<unknown> }) => Promise<void>;
  /** Set by `connect`. */
  session: string;
  organisationId: string;
  tenantId: string;
  shortCode: string;
  api: RestClient;
  /** Set by `invoiceIsPushed`. */
  projectId: string;
  clientId: string;
  invoice: { id: string; xeroId: string; number: string; totalMinor: number };
}

interface Step {
  name: string;
  run(world: StoryWorld): Promise<Observed>;
}

/** The story of the product, in order: each step rests on the ones before. */
export const STEPS: readonly Step[] = [
  { name: "connect", run: connect },
  { name: "firstImport", run: firstImport },
  { name: "invoiceIsPushed", run: invoiceIsPushed },
  { name: "invoiceIsPaid", run: invoiceIsPaid },
  { name: "invoicePage", run: invoicePage },
  { name: "billIsCoded", run: billIsCoded },
  { name: "manyAreConfirmed", run: manyAreConfirmed },
  { name: "changesMeet", run: changesMeet },
  { name: "monthIsReported", run: monthIsReported },
  { name: "peopleDecide", run: peopleDecide },
];

export interface StoryResult {
  ok: boolean;
  failedAt: string | null;
  reason: string | null;
  steps: Record<string, Observed>;
  /** What the stand-in's own log accepted from the app, by entity and action. */
  writes: Record<string, number>;
}

export interface StoryOptions {
  headless: boolean;
  onStep?: (name: string, observed: Observed, ms: number) => void;
  picture?: StoryWorld["picture"];
}

/** Walks the story once in a real Chromium and says what was seen. Never throws for a failing step: the reason is in the result. */
export async function runStory(stack: Stack, options: StoryOptions): Promise<StoryResult> {
  const browser = await openBrowser({ tlsPort: stack.tlsPort, spkiHash: stack.spkiHash, headless: options.headless });
  const world: StoryWorld = {
    stack,
    browser,
    picture: options.picture ?? (() => Promise.resolve()),
    session: "",
    organisationId: "",
    tenantId: "",
    shortCode: "",
    api: restClient(stack.workerUrl, ""),
    projectId: "",
    clientId: "",
    invoice: { id: "", xeroId: "", number: "", totalMinor: 0 },
  };
  const result: StoryResult = { ok: true, failedAt: null, reason: null, steps: {}, writes: {} };
  for (const step of STEPS) {
    const started = Date.now();
    try {
      const observed = await step.run(world);
      const ms = Date.now() - started;
      result.steps[step.name] = { ...observed, ms };
      options.onStep?.(step.name, observed, ms);
    } catch (error) {
      result.ok = false;
      result.failedAt = step.name;
      result.reason = error instanceof Error ? error.message : String(error);
      break;
    }
  }
  for (const change of stack.sandbox.log.changes({ by: "app" })) {
    const key = `${change.entity} ${change.action}`;
    result.writes[key] = (result.writes[key] ?? 0) + 1;
  }
  await browser.close();
  return result;
}

/** Stops the story with a reason that names what was expected. */
export function expectThat(condition: boolean, sentence: string, seen?: unknown): asserts condition {
  if (!condition) throw new Error(`${sentence}${seen === undefined ? "" : ` Seen: ${JSON.stringify(seen)?.slice(0, 800)}`}`);
}
