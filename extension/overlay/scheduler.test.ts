import { JSDOM } from "jsdom";
import { beforeEach, describe, expect, test } from "vitest";
import { BREAKER, createScheduler, type Changes } from "./scheduler.ts";

let doc: Document;
let now = 0;
let frames: (() => void)[] = [];
let idles: (() => void)[] = [];
let seen: Changes[] = [];
let off: string[] = [];
let workMs = 0;

const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
const start = () => {
  const scheduler = createScheduler(
    {
      now: () => now,
      onFrame: (run) => frames.push(run),
      onIdle: (run) => idles.push(run),
      isOurs: (node) => node.nodeName === "MARGINALIA-CHIP",
    },
    (changes) => {
      seen.push(changes);
      now += workMs;
    },
    (why) => off.push(why),
  );
  scheduler.watch(doc.querySelector("tbody") as Element);
  return scheduler;
};
const runFrames = () => frames.splice(0).forEach((run) => run());
const row = () => {
  const tr = doc.createElement("tr");
  doc.querySelector("tbody")?.append(tr);
  return tr;
};

beforeEach(() => {
  const dom = new JSDOM("<main><table><tbody></tbody></table></main><aside></aside>");
  doc = dom.window.document;
  globalThis.MutationObserver = dom.window.MutationObserver;
  [now, frames, idles, seen, off, workMs] = [0, [], [], [], [], 0];
});

describe("one observer, scoped", () => {
  test("many mutations before a frame are one batch", async () => {
    start();
    row();
    row();
    await settle();
    row();
    await settle();
    expect(frames).toHaveLength(1);
    runFrames();
    expect(seen.map((changes) => changes.added.length)).toEqual([3]);
  });
  test("the rest of the page wakes nobody", async () => {
    start();
    doc.querySelector("aside")?.append(doc.createElement("svg"));
    await settle();
    expect(frames).toHaveLength(0);
  });
  test("our own elements wake nobody", async () => {
    start();
    doc.querySelector("tbody")?.append(doc.createElement("marginalia-chip"));
    await settle();
    expect(frames).toHaveLength(0);
  });
  test("the root being replaced is seen", async () => {
    start();
    doc.querySelector("table")?.remove();
    await settle();
    runFrames();
    expect(seen[0]?.removed.map((element) => element.tagName)).toEqual(["TABLE"]);
  });
  test("a row that is reused for another record is seen", async () => {
    const link = doc.createElement("a");
    row().append(link);
    start();
    link.setAttribute("href", "?id=2");
    link.setAttribute("class", "hover");
    await settle();
    runFrames();
    expect(seen).toEqual([{ added: [], removed: [], relabelled: true }]);
  });
  test("nothing is seen after stop", async () => {
    start().stop();
    row();
    await settle();
    expect(frames).toHaveLength(0);
  });
});

describe("circuit breaker", () => {
  test("work that takes too long moves to idle time, and recovers", async () => {
    const scheduler = start();
    workMs = BREAKER.frameMs + 1;
    row();
    await settle();
    runFrames();
    expect(scheduler.state()).toBe("backing-off");
    workMs = 0;
    row();
    await settle();
    expect(frames).toHaveLength(0);
    idles.splice(0).forEach((run) => run());
    expect(scheduler.state()).toBe("watching");
  });
  test("the third trip switches the overlay off for this page load, with the reason", async () => {
    const scheduler = start();
    workMs = BREAKER.frameMs + 1;
    for (let trip = 0; trip < BREAKER.trips; trip += 1) {
      row();
      await settle();
      runFrames();
      idles.splice(0).forEach((run) => run());
    }
    expect(scheduler.state()).toBe("off");
    expect(off).toEqual(["our own work took too long"]);
  });
  test("a page that mutates without rest trips it too", async () => {
    const scheduler = start();
    for (let burst = 0; burst <= BREAKER.callbacksPerSecond; burst += 1) {
      row();
      await settle();
    }
    expect(scheduler.state()).toBe("backing-off");
  });
});
