import type { XeroListKind } from "../../shared/mapping/fromXero.ts";
import type { Row } from "../store/port.ts";
import { ID_FIELD } from "./observation.ts";
import type { Run } from "./run.ts";
import { takeIn } from "./takeIn.ts";

/** Reads one record from Xero now and takes in what it says. True where it is up to date, also when it is not in Xero at all. */
export async function readFresh(run: Run, list: XeroListKind, { xeroId, xeroUpdatedAt }: Row<"link">): Promise<boolean> {
  if (xeroId === null) return true;
  run.calls.left -= 1;
  const query = list === "invoice" || list === "contact" ? { ids: [xeroId], page: 1 } : { modifiedSince: Math.max(0, (xeroUpdatedAt ?? 0) - 1_000), page: 1 };
  const page = await run.xero("person").list(list, query);
  if (!page.ok) return false;
  return (await takeIn(run, list, page.value.elements.filter((element) => String(element[ID_FIELD[list]]) === xeroId))) === "taken";
}
