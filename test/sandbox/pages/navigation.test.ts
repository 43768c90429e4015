import { describe, expect, test } from "vitest";
import { visitor } from "./openPage.ts";

const other = (visit: ReturnType<typeof visitor>) => visit.sandbox.organisations[1]!;
const linksOf = (document: Document) => [...document.querySelectorAll("nav#wac-top-panel a[href^='/app/']")].map((link) => link.getAttribute("href")!.split("/")[2]);

describe("which organisation a page shows", () => {
  test("opening another organisation's /app page does not move the session; classic pages stay where they were (§0.3)", async () => {
    const visit = visitor();
    await visit.open(`/app/${other(visit).shortCode}/homepage`);
    const { document } = await visit.open("/AccountsReceivable/Search.aspx");
    expect(new Set(linksOf(document))).toEqual(new Set([visit.organisation.shortCode]));
  });
  test("OrganisationLogin moves it, for all tabs", async () => {
    const visit = visitor();
    await visit.open("/AccountsReceivable/Search.aspx");
    const { url } = await visit.open(`/OrganisationLogin/?shortCode=${other(visit).shortCode}`);
    expect(url.pathname).toBe(`/app/${other(visit).shortCode}/homepage`);
    expect(new Set(linksOf((await visit.open("/AccountsReceivable/Search.aspx")).document))).toEqual(new Set([other(visit).shortCode]));
  });
  test("the safe deep link switches and then opens the document (§6)", async () => {
    const visit = visitor();
    const bill = [...other(visit).books.invoices.values()].find((invoice) => invoice.type === "ACCPAY")!;
    const { url, document } = await visit.open(`/organisationlogin/default.aspx?shortcode=${other(visit).shortCode}&redirecturl=/AccountsPayable/Edit.aspx?InvoiceID=${bill.id}`);
    expect(url.searchParams.get("InvoiceID")).toBe(bill.id);
    expect(document.querySelector<HTMLInputElement>("input[name=CleanInvoiceID]")?.value).toBe(bill.id.replaceAll("-", ""));
  });
  test("a redirect address outside is not followed", async () => {
    const visit = visitor();
    for (const outside of ["//evil.test/x", "https://evil.test/x", "/\\evil.test"]) {
      const { url } = await visit.request(`/OrganisationLogin/?shortCode=${visit.organisation.shortCode}&redirecturl=${encodeURIComponent(outside)}`);
      expect(url.href).toBe(`https://go.xero.com${visit.base}/homepage`);
    }
  });
  test("an unknown short code, another organisation's document and a missing page are errors of Xero's own", async () => {
    const visit = visitor();
    const bill = [...other(visit).books.invoices.values()].find((invoice) => invoice.type === "ACCPAY")!;
    for (const address of ["/app/!nobody/homepage", `${visit.base}/bills/view/bill?id=${bill.id}`, `${visit.base}/bills/create`, "/General/404"]) {
      expect((await visit.open(address)).status, address).toBe(404);
    }
  });
  test("an organisation that the user was removed from is gone", async () => {
    const visit = visitor();
    visit.sandbox.bookkeeper.setRole({ tenantId: visit.organisation.tenantId, userId: visit.sandbox.users[0]!.userId, role: "REMOVED" });
    expect((await visit.open(`${visit.base}/homepage`)).status).toBe(404);
  });
});

describe("addresses that lead elsewhere (§2)", () => {
  const visit = visitor();
  const sale = visit.find("ACCREC", "AUTHORISED");
  const bill = visit.find("ACCPAY", "AUTHORISED");
  const cases: [string, string][] = [
    ["/", `${visit.base}/homepage`],
    ["/Dashboard", `${visit.base}/homepage`],
    [`/AccountsReceivable/View.aspx?InvoiceID=${sale.id}`, `${visit.base}/invoicing/view/${sale.id}`],
    [`/AccountsReceivable/Edit.aspx?invoiceid=${sale.id.toUpperCase()}`, `${visit.base}/invoicing/edit/${sale.id}`],
    ["/AccountsReceivable/Edit.aspx", `${visit.base}/invoicing`],
    [`/AccountsPayable/View.aspx?invoiceID=${bill.id}`, `${visit.base}/bills/view/bill?id=${bill.id}`],
    [`/app/invoicing/view/${sale.id}`, `${visit.base}/invoicing/view/${sale.id}`],
    ["/app/bills/list/all", `${visit.base}/bills/list/all`],
    [`${visit.base}/bills`, `${visit.base}/bills/list/all`],
    [`/Contacts/View/${bill.contactId}`, `${visit.base}/contacts/contact/${bill.contactId}`],
    ["/BankRec/BankRec.aspx", `${visit.base}/homepage`],
  ];
  test.for(cases)("%s → %s", async ([from, to]) => {
    const { url } = await visit.request(from);
    expect(`${url.pathname}${url.search}`).toBe(to);
  });
});

describe("how a page reaches the browser", () => {
  test("a React-like page is an empty frame at first, without navigation; a classic one is whole", async () => {
    const visit = visitor();
    const frame = await (await visit.request(`${visit.base}/bills/list/all`)).response.text();
    expect(frame).not.toContain("wac-top-panel\"");
    expect(frame).toContain('id="shell-app-root"');
    expect(await (await visit.request("/AccountsReceivable/Search.aspx")).response.text()).toContain('id="wac-top-panel"');
  });
  test("with the switch, a page is cross-origin isolated until the switch is cleared", async () => {
    const visit = visitor();
    const policy = async (query: string) => (await visit.request(`${visit.base}/homepage${query}`)).response.headers.get("cross-origin-embedder-policy");
    expect([await policy(""), await policy("?standin=coep"), await policy(""), await policy("?standin=")]).toEqual([null, "require-corp", "require-corp", null]);
  });
  test("what a person typed is shown as text, not as markup", async () => {
    const visit = visitor();
    const draft = visit.find("ACCPAY", "DRAFT");
    visit.sandbox.bookkeeper.editInvoiceLines({ tenantId: visit.organisation.tenantId, invoiceId: draft.id, lines: [{ Description: `</script><img src=x onerror="alert(1)">`, Quantity: 1, UnitAmount: 1 }] });
    for (const address of [`${visit.base}/bills/view/bill?id=${draft.id}`, `/AccountsPayable/Edit.aspx?InvoiceID=${draft.id}`]) {
      const { document } = await visit.open(address);
      expect(document.querySelector("img")).toBeNull();
      expect(document.body.textContent).toContain("</script><img");
    }
  });
});
