import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { buildExtension } from "../../scripts/buildExtension.ts";
import { promise } from "../promise.ts";
import { type Stack, startStack } from "./stack.ts";
import { type StoryResult, runStory } from "./story.ts";

/** One walk through the whole product in real parts; each test below looks at what its step observed. */
describe("the story, in Chromium on https://go.xero.com", () => {
  let stack: Stack;
  let result: StoryResult;

  beforeAll(async () => {
    buildExtension();
    stack = await startStack({ folder: mkdtempSync(join(tmpdir(), "marginalia-story-")), seed: 7, cronEveryMs: 5_000 });
    result = await runStory(stack, { headless: true });
  }, 420_000);
  afterAll(() => stack?.stop(), 30_000);

  /** What a step saw; a step that failed, or was never reached, fails its tests with the reason. */
  function seen(step: string): Readonly<Record<string, unknown>> {
    const observed = result.steps[step];
    expect(observed, `${result.failedAt ?? ""}: ${result.reason ?? ""}`).toBeDefined();
    return observed ?? {};
  }

  promise(["AX-05", "HP-03", "HP-04", "HP-05", "HP-06"], "popup and consent page in Chromium", "the first admin signs in, picks one of two organisations, sees the scopes, and the popup names it as connected", () => {
    expect(seen("connect")["organisationsToChooseFrom"]).toBe(2);
    expect(seen("connect")["scopes"]).toContain("accounting.invoices");
  });
  promise(["AX-04", "AX-07", "D23"], "counts over the API against the stand-in's books", "the first import survives a killed Worker and has every contact, invoice, bill, credit note and payment once", () => {
    expect(Number(seen("firstImport")["invoices"])).toBeGreaterThan(0);
  });
  promise(["OP-05", "HP-09", "HP-11", "HP-12", "SM-07", "SM-08", "AX-21"], "the stand-in's books and log", "an invoice saved three times under one request id is in Xero once, with contact, lines, accounts, GST and terms", () => {
    expect(seen("invoiceIsPushed")["createsAccepted"]).toBe(1);
  });
  promise(["OP-01", "OP-07", "OP-08", "OP-09", "AX-16", "HP-13"], "API figures before and after a payment in the stand-in", "a payment in Xero makes the invoice paid with date and amount and moves the project's collected revenue by its net amount", () => {
    const step = seen("invoiceIsPaid");
    expect(Number(step["collectedAfterMinor"]) - Number(step["collectedBeforeMinor"])).toBe(488_545);
  });
  promise(["OP-06", "D19", "N21"], "accessibility tree of the page in Chromium", "the chip on Xero's invoice page shows project, margin and agreement, and nothing in another organisation", () => {
    expect(seen("invoicePage")["chip"]).toContain("Saltbush season launch");
    expect(seen("invoicePage")["otherChip"]).not.toContain("Saltbush");
  });
  promise(["OP-11", "OP-12", "OP-15", "OP-16", "OP-17", "N1"], "card in Chromium, the stand-in's books, project figures", "a bill's coding is suggested with evidence, written to Xero on a click, and costs the project once the bill is approved", () => {
    expect(seen("billIsCoded")["suggestedAccount"]).toEqual(expect.any(String));
  });
  promise(["N10", "N3", "OP-16"], "the dashboard in Chromium and the stand-in's books", "sure lines of several suppliers are confirmed together less one supplier, through a reload in the middle, and taken back again", () => {
    const step = seen("manyAreConfirmed");
    expect(Number(step["confirmed"])).toBeGreaterThan(1);
    expect(Number(step["confirmed"])).toBeLessThan(Number(step["offered"]));
    expect(step["afterUndo"]).toBe(0);
  });
  promise(["OP-26", "AX-24", "AX-25", "AX-26", "N5"], "the stand-in's books, API records, card in Chromium", "both sides' changes to a draft merge where they can, the quantity is a conflict with three values, and a posted invoice gets a proposal, not a write", () => {
    expect(seen("changesMeet")["conflictChip"]).toContain("Differs");
    expect(seen("changesMeet")["proposalState"]).toBe("proposal");
  });
  promise(["SM-04"], "the dashboard in Chromium against the stand-in's books", "the last full month's report shows what Xero's books add up to: invoiced, still owed on its last day, and what came in", () => {
    expect(Number(seen("monthIsReported")["owed"])).toBeGreaterThan(0);
  });
  promise(["AX-10", "D7"], "the dashboard in Chromium, the API and the stand-in's books", "a new client that looks like one in Xero is joined with it on a click; a mapping whose account Xero archived is warned of, mended, and what it held up is sent", () => {
    const step = seen("peopleDecide");
    expect(step["contactsAfter"]).toBe(step["contactsBefore"]);
    expect(step["account"]).toBe("200");
  });
  promise(["OP-29"], "result of the walk", "every step of the story holds", () => {
    expect(result.reason).toBeNull();
    expect(result.ok).toBe(true);
  });
});
