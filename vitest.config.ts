import { defineConfig } from "vitest/config";

// Three projects: pure code in Node, the Worker inside workerd, and the story in Chromium.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: [
            "shared/**/*.test.ts",
            "extension/**/*.test.ts",
            "worker/**/*.test.ts",
            "test/sandbox/**/*.test.ts",
            "test/sim/**/*.test.ts",
            "test/contract/**/*.test.ts",
            "scripts/**/*.test.ts",
          ],
          // xero-node is CommonJS and is loaded by Node itself, so the alias has to be Node's.
          execArgv: ["--import", new URL("./scripts/axiosAlias.mjs", import.meta.url).href],
        },
      },
    ],
  },
});
