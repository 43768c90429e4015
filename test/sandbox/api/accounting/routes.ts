import { routeTable } from "../call.ts";
import { bankRoutes } from "./bank.ts";
import { contactGroupRoutes } from "./contactGroups.ts";
import { contactRoutes } from "./contacts.ts";
import { creditRoutes } from "./credits.ts";
import { invoiceRoutes } from "./invoices.ts";
import { ledgerRoutes } from "./ledger.ts";
import { organisationRoutes } from "./organisation.ts";
import { paperRoutes } from "./papers.ts";
import { paymentRoutes } from "./payments.ts";
import { quoteRoutes } from "./quotes.ts";
import { trackingRoutes } from "./tracking.ts";

export const accountingRoute = routeTable([
  ...organisationRoutes, ...ledgerRoutes, ...trackingRoutes, ...contactRoutes, ...contactGroupRoutes, ...invoiceRoutes, ...creditRoutes, ...paymentRoutes, ...bankRoutes, ...quoteRoutes, ...paperRoutes,
]);
