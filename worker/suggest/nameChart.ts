import { and, eq } from "drizzle-orm";
import type { Chart } from "../../shared/suggest/chart.ts";
import type { Db } from "../store/open.ts";
import { suggestState } from "../store/schema/suggestions.ts";
import type { CountState } from "./countStore.ts";
import { labelCount, positionOf } from "../../shared/suggest/labels.ts";

/** Gives the codes, tax types and projects that there are their labels, so that confirming a line need not. */
export async function nameChart(db: Db, { number, labels, labelled }: CountState, chart: Chart): Promise<void> {
  for (const [target, options] of [["account", chart.accounts], ["tax", chart.taxRates], ["project", chart.projects]] as const) for (const { value } of options) positionOf(labels, target, value);
  const now = labelCount(labels);
  if (now !== labelled) await db.update(suggestState).set({ labels: labels.lists, labelled: now }).where(and(eq(suggestState.number, number), eq(suggestState.labelled, labelled)));
}
