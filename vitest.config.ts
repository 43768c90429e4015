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
            "scripts/**/*.test.ts",
          ],
          alias: { axios: new URL("./worker/xero/axiosTransport.ts", import.meta.url).pathname },
          server: { deps: { inline: ["xero-node"] } },
        },
      },
    ],
  },
});
