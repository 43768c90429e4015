import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findPromises, promisesPage } from "./promises.ts";

test("docs/promises.md says what the tests hold; `npm run promises` writes it anew", () => {
  const page = readFileSync(new URL("../docs/promises.md", import.meta.url), "utf8");
  expect(page).toBe(promisesPage(findPromises()));
});
