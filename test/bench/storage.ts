import { engineWorld } from "../sim/engineWorld.ts";

/** Bytes in D1 for each synced document: pages of the whole database, so indexes and the audit are counted. */
export async function run(): Promise<void> {
  const world = await engineWorld({ firm: "large" });
  const size = async () => {
    const [pages, page] = await Promise.all([world.d1.prepare("pragma page_count").first<number>("page_count"), world.d1.prepare("pragma page_size").first<number>("page_size")]);
    return (pages ?? 0) * (page ?? 0);
  };
  const before = await size();
  await world.settle();
  const after = await size();
  const links = await world.rows("link");
  const documents = links.filter((link) => link["kind"] === "invoice" || link["kind"] === "bill");
  // Payments and contacts share the database: their part is charged to the documents, so the figure errs upwards.
  console.log(JSON.stringify({ bench: "storage", bytesPerDocument: Math.round((after - before) / documents.length), bytesPerRecord: Math.round((after - before) / links.length), documents: documents.length, records: links.length, reach: 12_288 }));
}
