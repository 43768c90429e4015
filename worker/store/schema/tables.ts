import * as access from "./access.ts";
import * as auditTrail from "./auditTrail.ts";
import * as bulkConfirmations from "./bulkConfirmations.ts";
import * as deletions from "./deletions.ts";
import * as links from "./links.ts";
import * as modelAnswers from "./modelAnswers.ts";
import * as monthSummaries from "./monthSummaries.ts";
import * as organisations from "./organisations.ts";
import * as profit from "./profit.ts";
import * as projectSide from "./projectSide.ts";
import * as reads from "./reads.ts";
import * as requests from "./requests.ts";
import * as suggestions from "./suggestions.ts";
import * as unusualCodings from "./unusualCodings.ts";
import * as watching from "./watching.ts";
import * as writes from "./writes.ts";

/**
 * All tables that rows are read from and written to, by name. One D1 for the whole firm. The organisation is the first column of
 * every key; instants are integer milliseconds UTC, dates `YYYY-MM-DD` text, money integer minor units, bodies JSON text. Tables are
 * STRICT in the migrations (drizzle-kit cannot say so).
 */
export const tables = {
  ...organisations,
  ...access,
  ...projectSide,
  ...links,
  ...writes,
  ...reads,
  ...auditTrail,
  ...profit,
  ...watching,
  ...requests,
  ...suggestions,
  ...bulkConfirmations,
  ...modelAnswers,
  ...unusualCodings,
  ...monthSummaries,
  ...deletions,
};
