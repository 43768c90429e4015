import { JSDOM } from "jsdom";
import { beforeEach, describe, expect, test } from "vitest";
import { mount } from "./mount.ts";

let doc: Document;
const first = () => doc.querySelector("#first") as Element;
beforeEach(() => {
  doc = new JSDOM(`<header><div id="first"></div></header>`).window.document;
});

describe.each(["before", "after", "append", "prepend"] as const)("mounting %s", (place) => {
  test("puts the host there, once", () => {
    const host = doc.createElement("marginalia-chip");
    expect(mount(host, { element: first(), place })).toBe(true);
    const after = doc.body.innerHTML;
    expect(mount(host, { element: first(), place })).toBe(false);
    expect(doc.body.innerHTML).toBe(after);
    expect(doc.querySelectorAll("marginalia-chip")).toHaveLength(1);
  });
  test("leaves Xero's own elements unmarked", () => {
    mount(doc.createElement("marginalia-chip"), { element: first(), place });
    expect([...first().attributes].map((attribute) => attribute.name)).toEqual(["id"]);
  });
  test("comes back when Xero redraws the place", () => {
    const host = doc.createElement("marginalia-chip");
    mount(host, { element: first(), place });
    doc.body.innerHTML = `<header><div id="first"></div></header>`;
    expect(host.isConnected).toBe(false);
    expect(mount(host, { element: first(), place })).toBe(true);
    expect(doc.querySelectorAll("marginalia-chip")).toHaveLength(1);
  });
});
