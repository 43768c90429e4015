import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { EXTENSION_ID, EXTENSION_KEY } from "./extensionId.ts";

test("the id that the Worker trusts is the one that Chromium derives from the manifest's key", () => {
  const digest = createHash("sha256").update(Buffer.from(EXTENSION_KEY, "base64")).digest("hex").slice(0, 32);
  const derived = [...digest].map((hex) => String.fromCharCode(97 + Number.parseInt(hex, 16))).join("");
  expect(EXTENSION_ID).toBe(derived);
});
