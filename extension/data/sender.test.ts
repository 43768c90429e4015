import { describe, expect, test } from "vitest";
import { senderOf } from "./sender.ts";

const id = "abcdefghijklmnopabcdefghijklmnop";

describe("who may ask what", () => {
  test.each([
    ["a page of ours", { id, origin: `chrome-extension://${id}` }, { who: "page", tabId: null }],
    ["the card in a tab of Xero", { id, origin: `chrome-extension://${id}`, frameId: 3, tab: { id: 7 } }, { who: "page", tabId: 7 }],
    ["our script in Xero", { id, origin: "https://go.xero.com", frameId: 0, tab: { id: 7 } }, { who: "content", tabId: 7 }],
    ["our script in a frame of Xero", { id, origin: "https://go.xero.com", frameId: 2, tab: { id: 7 } }, { who: "stranger" }],
    ["another site", { id, origin: "https://example.test", frameId: 0, tab: { id: 7 } }, { who: "stranger" }],
    ["a look-alike site", { id, origin: "https://go.xero.com.example.test", frameId: 0, tab: { id: 7 } }, { who: "stranger" }],
    ["another extension", { id: "ponmlkjihgfedcbaponmlkjihgfedcba", origin: `chrome-extension://${id}` }, { who: "stranger" }],
    ["nobody in particular", { id }, { who: "stranger" }],
  ])("%s", (_, raw, expected) => expect(senderOf(raw, id)).toEqual(expected));
});
