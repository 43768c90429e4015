import { largeFirm, LARGE_FIRM } from "./largeFirm.ts";
import { importAll } from "./syncWorld.ts";

/**
 * Bytes in D1 for each invoice of three lines, its payment, its part of a contact, snapshots, rows and audit included: pages of the whole
 * database. Payments and contacts share it and are charged to the invoices, so the figure errs upwards.
 */
export async function run(): Promise<void> {
  const world = await largeFirm();
  const size = async () => {
    const [pages, page] = await Promise.all([world.d1.prepare("pragma page_count").first<number>("page_count"), world.d1.prepare("pragma page_size").first<number>("page_size")]);
    return (pages ?? 0) * (page ?? 0);
  };
  const before = await size();
  await importAll(world);
  const bytes = (await size()) - before;
  const links = await world.rows("link");
  const perInvoice = Math.round(bytes / LARGE_FIRM.invoices);
  console.log(JSON.stringify({ bench: "storage", bytesPerInvoice: perInvoice, bytesPerRecord: Math.round(bytes / links.length), bytes, invoices: LARGE_FIRM.invoices, records: links.length, reach: 12_288 }));
}
