import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { startStack } from "../test/e2e/stack.ts";
import { runStory } from "../test/e2e/story.ts";
import { buildExtension } from "./buildExtension.ts";
import { endWithNpm } from "./endWithNpm.ts";

/** `npm run tour`: walks the story in headless Chromium and writes the pictures that the README shows. */
const root = new URL("..", import.meta.url).pathname;
const pictures = join(root, "docs", "pictures");
const folder = join(root, ".marginalia", "tour");
endWithNpm();
rmSync(folder, { recursive: true, force: true });
mkdirSync(pictures, { recursive: true });
buildExtension();
const stack = await startStack({ folder, seed: 7, cronEveryMs: 5_000 });
const result = await runStory(stack, {
  headless: true,
  onStep: (name, _, ms) => console.log(`  ${name} (${(ms / 1000).toFixed(1)} s)`),
  picture: async (name, target) => {
    await target.screenshot({ path: join(pictures, `${name}.png`) });
  },
});
await stack.stop();
if (!result.ok) {
  console.error(`${result.failedAt ?? ""} failed: ${result.reason ?? ""}`);
  process.exit(1);
}
console.log(`Pictures are in docs/pictures.`);
