import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What projects earn and cost. */

/** One row per earned or costed thing; always equal to a recomputation from scratch. Home currency, minor units. */
export const ledgerLine = sqliteTable(
  "ledger_line",
  {
    organisationId: text().notNull(),
    recordId: text().notNull(),
    lineKey: text().notNull(),
    projectId: text().notNull(),
    type: text({
      enum: ["revenue", "collected", "cost", "labour", "committed_revenue", "committed_cost", "unbilled", "exchange_on_sales", "exchange_on_costs"],
    }).notNull(),
    date: text().notNull(),
    amountMinor: integer().notNull(),
    minutes: integer(),
    accountCode: text(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.recordId, t.lineKey, t.type] }),
    index("ledger_project").on(t.organisationId, t.projectId, t.date),
  ],
);
