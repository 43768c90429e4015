import { routeTable } from "../call.ts";
import { contactRoutes } from "./contacts.ts";
import { creditRoutes } from "./credits.ts";
import { invoiceRoutes } from "./invoices.ts";
import { ledgerRoutes } from "./ledger.ts";
import { organisationRoutes } from "./organisation.ts";
import { paymentRoutes } from "./payments.ts";
import { trackingRoutes } from "./tracking.ts";

export const accountingRoutes = [...organisationRoutes, ...ledgerRoutes, ...trackingRoutes, ...contactRoutes, ...invoiceRoutes, ...creditRoutes, ...paymentRoutes];

export const accountingRoute = routeTable(accountingRoutes);
