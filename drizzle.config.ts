import { defineConfig } from "drizzle-kit";

// Column names are snake_case in SQL and camelCase in code; worker/store/open.ts says the same to drizzle at run time.
export default defineConfig({
  dialect: "sqlite",
  casing: "snake_case",
  schema: "./worker/store/schema/*.ts",
  out: "./worker/store/migrations",
});
