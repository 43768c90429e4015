import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

const IN_CHROMIUM = "extension/testing/**/*InChromium.test.ts";

// Four projects: pure code in Node, the Worker inside workerd, the extension in Chromium, and the story of all of them.
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
            "test/bench/**/*.test.ts",
            "scripts/**/*.test.ts",
          ],
          exclude: [IN_CHROMIUM],
          // xero-node is CommonJS and is loaded by Node itself, so the alias has to be Node's.
          execArgv: ["--import", new URL("./scripts/axiosAlias.mjs", import.meta.url).href],
        },
      },
      {
        plugins: [
          cloudflareTest(async () => ({
            // The real Durable Objects and the real D1, around rounds that tests can hold and break.
            main: "./test/worker/entry.ts",
            miniflare: {
              compatibilityDate: "2026-11-01",
              d1Databases: ["DB"],
              durableObjects: {
                GATE: { className: "Gate", useSQLite: true },
                KEEPER: { className: "Keeper", useSQLite: true },
              },
              bindings: {
                MIGRATIONS: await readD1Migrations("./worker/store/migrations"),
                CRASH_SCHEDULES: process.env["CRASH_SCHEDULES"] ?? "",
                CRASH_SEED: process.env["CRASH_SEED"] ?? "",
              },
            },
          })),
        ],
        test: {
          name: "worker",
          include: ["test/worker/**/*.workers.test.ts"],
          alias: { axios: new URL("./worker/xero/axiosTransport.ts", import.meta.url).pathname },
          // xero-node is CommonJS, which workerd would load by itself, with the axios it brings: bundled, the alias holds for it as well.
          deps: { optimizer: { ssr: { enabled: true, include: ["xero-node/dist/gen/api/accountingApi.js"], rolldownOptions: { external: ["stream", "fs"] } } } },
        },
      },
      {
        // One browser at a time: some of these measure how long it is busy.
        test: { name: "browser", include: [IN_CHROMIUM], fileParallelism: false },
      },
      {
        // Real Worker, real Chromium, one after the other: they share the machine.
        test: { name: "e2e", include: ["test/e2e/**/*.test.ts"], fileParallelism: false, testTimeout: 120_000, hookTimeout: 420_000 },
      },
    ],
  },
});
