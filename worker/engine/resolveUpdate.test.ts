import { expect, test, vi } from "vitest";
import { invoiceBody, withQuantity } from "../../test/sim/bodies.ts";
import { bodyOf, booksOf, CLIENT, edit, firmWorld, linkOf, recordId, save } from "../../test/sim/firmWorld.ts";
import type { Document } from "../../shared/records/document.ts";

// Each test runs a whole firm; a busy machine needs its time.
vi.setConfig({ testTimeout: 60_000 });

const INVOICE = recordId(2);
const quantityOf = (document: Document) => document.lines[0]!.quantityE4 / 10_000;

/** A draft in Xero, edited here to 2; nobody heard what came of that, and it is edited here again, to 3. Then `meanwhile`, and whatever follows. */
async function editedTwice(fault: "answer-lost-after-commit" | "timeout-before-commit") {
  const world = await firmWorld({ createStatus: { invoice: "draft", bill: "draft", credit_note: "draft" } });
  await save(world, "invoice", INVOICE, invoiceBody(CLIENT, 1));
  await world.settle();
  const set = (quantity: number) => edit<Document>(world, "invoice", INVOICE, (body) => withQuantity(body, quantity));
  const { xeroId } = await linkOf(world, INVOICE);
  const invoice = () => booksOf(world).invoices.get(xeroId)!;
  return {
    world, invoice,
    end: async (meanwhile: () => void = () => undefined) => {
      await set(2);
      world.sandbox.faults.arm({ kind: fault, times: 1, match: { method: "POST" } });
      // The look before the write, the write, and nothing more.
      await world.runOnce();
      meanwhile();
      await set(3);
      await world.settle();
      return { ours: quantityOf(await bodyOf<Document>(world, INVOICE)), xero: invoice().lines[0]!.quantityScaled! / 10_000, asked: (await world.rows("conflict")).length, state: (await linkOf(world, INVOICE)).state };
    },
  };
}

test.each([
  ["written", "answer-lost-after-commit"],
  ["not written", "timeout-before-commit"],
] as const)("an update that nobody heard of (%s), edited here again meanwhile: nobody is asked, and the newer edit is in Xero", async (_, fault) => {
  const { world, end } = await editedTwice(fault);
  expect(await end()).toEqual({ ours: 3, xero: 3, asked: 0, state: "in_step" });
  expect(world.sandbox.faults.firings()).toEqual({ [fault]: 1 });
  // Each write that Xero accepted is named once, whether or not its answer was heard.
  const audit = (await world.rows("audit", { recordId: INVOICE })) as unknown as { cause: string }[];
  expect(audit.filter(({ cause }) => /^(pushed|sent-unanswered):update$/.test(cause))).toHaveLength(2);
});

test("an update that nobody heard of, over which somebody wrote in Xero: a person is asked", async () => {
  const { world, invoice, end } = await editedTwice("answer-lost-after-commit");
  const ended = await end(() =>
    world.sandbox.bookkeeper.editInvoiceLines({ tenantId: world.tenantId, invoiceId: invoice().id, lines: [{ LineItemID: invoice().lines[0]!.lineItemId, Quantity: 7 }] as never }));
  expect(ended).toEqual({ ours: 3, xero: 7, asked: 1, state: "conflict" });
});
