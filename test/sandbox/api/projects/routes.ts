import { routeTable, type Route } from "../call.ts";

export const projectsRoutes: readonly Route[] = [];

export const projectsRoute = routeTable(projectsRoutes);
