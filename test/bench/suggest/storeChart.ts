import { readChart } from "../../../shared/suggest/chart.ts";

/** What the store's benchmark chooses from. */
export const chart = readChart({
  accounts: Array.from({ length: 60 }, (_, i) => ({ code: String(300 + i), name: `Account ${i}` })), taxRates: [{ taxType: "INPUT", name: "VAT" }],
  projects: Array.from({ length: 40 }, (_, i) => ({ projectId: `p${i}`, name: `Project ${i}` })),
});
