import { describe, expect, test } from "vitest";
import { documentOf, expectedOf, htmlOf, PAGE_NAMES, PAGES_ABSENT } from "../testing/xeroPages.ts";
import { readPage } from "./readPage.ts";
import { PACKAGED_SELECTORS, mergeSelectors } from "./selectors.ts";

const code = "!DmO1!";
const a = "4ad0c8be-61f2-4d8c-9a70-f1b23c5d6e78";
const b = "5be1d9cf-72a3-4e9d-8b81-02c34d6e7f89";
const nav = (...codes: string[]) =>
  `<nav id="wac-top-panel">${codes.map((c) => `<a href="/app/${c}/homepage">Home</a>`).join("")}
   <a href="/OrganisationLogin/?shortCode=!other">Another client</a></nav>`;
const header = `<header data-automationid="PageHeader"><div class="xui-pageheading--actions"><div class="xui-actions"></div></div></header>`;
const billsTable = (...ids: string[]) =>
  `<table><tbody>${ids
    .map((id) => {
      const href = `/app/${code}/bills/view/bill?id=${id}`;
      return `<tr><td><a href="${href}">Kea</a></td><td><a href="${href}">KE-1</a></td></tr>`;
    })
    .join("")}</tbody></table>`;
const billsUrl = new URL(`https://go.xero.com/app/${code}/bills/list/all`);
const editUrl = new URL(`https://go.xero.com/AccountsPayable/Edit.aspx?InvoiceID=${a}`);

describe("which organisation a page shows", () => {
  const organisation = (html: string, url: URL) => readPage(documentOf(html), url)?.organisation;

  test("the address names it", () => {
    expect(organisation(nav(code), billsUrl)).toEqual({ shortCode: code, from: "url" });
  });
  test("a classic page names it in the navigation's links alone; links of the switcher are not read", () => {
    expect(organisation(nav(code, code), editUrl)).toEqual({ shortCode: code, from: "nav-link" });
  });
  test("no navigation yet: unknown, not the last one seen", () => {
    expect(organisation("<main></main>", editUrl)).toEqual({ shortCode: null, why: "missing" });
  });
  test("links that disagree: unknown", () => {
    expect(organisation(nav(code, "!other"), editUrl)).toEqual({ shortCode: null, why: "conflict" });
  });
  test("an address that disagrees with the links: unknown", () => {
    expect(organisation(nav("!other"), billsUrl)).toEqual({ shortCode: null, why: "conflict" });
  });
  test("a link to another host that looks like Xero's is not evidence", () => {
    expect(organisation(`<nav id="wac-top-panel"><a href="https://evil.test/app/!x/homepage"></a></nav>`, editUrl)).toMatchObject({
      shortCode: null,
    });
  });
});

describe("rows", () => {
  const rows = (html: string) => readPage(documentOf(html), billsUrl)?.rows.map((row) => row.id);
  test("two links of one row are one row, in page order", () => {
    expect(rows(billsTable(b, a))).toEqual([b, a]);
  });
  test("an empty list is not drift", () => {
    const page = readPage(documentOf(`<table><tbody><tr><td>Nothing here</td></tr></tbody></table>`), billsUrl);
    expect(page?.fields.rows).toBe("ok");
  });
  test("statement lines whose two ids disagree are left alone", () => {
    const url = new URL(`https://go.xero.com/BankRec/BankRec.aspx?accountID=${a}`);
    const bare = a.replaceAll("-", "");
    const page = readPage(
      documentOf(`<div id="statementLines"><div id="sl${bare}" data-statementlineid="${b}"></div><div id="sl${bare}"></div></div>`),
      url,
    );
    expect(page?.fields.rows).toBe("conflict");
  });
});

test("a bill form whose hidden id is not the address's id is believed by neither", () => {
  const page = readPage(documentOf(`${nav(code)}<input type="hidden" name="CleanInvoiceID" value="${b.replaceAll("-", "")}">`), editUrl);
  expect(page?.id).toBeNull();
  expect(page?.fields.id).toBe("conflict");
});

describe("selector overrides", () => {
  test("go in front of a known key, and a later candidate is reported as a fallback", () => {
    const { registry, dropped } = mergeSelectors({ "spa.title": ["#new-title"], nonsense: ["#x"], "shell.root": ["!!"] }, (s) => s !== "!!");
    expect(dropped).toEqual(["nonsense", "shell.root: !!"]);
    expect(registry["spa.title"]).toEqual(["#new-title", ...PACKAGED_SELECTORS["spa.title"]]);
    expect(readPage(documentOf(header), billsUrl, registry)?.fields.chip).toBe("fallback");
    expect(readPage(documentOf(`<h1 id="new-title"></h1>`), billsUrl, registry)?.fields.chip).toBe("ok");
  });
});

const REQUIRED_HOOKS: Record<string, Record<string, readonly [RegExp, string][]>> = {
  "bills-list": {
    rows: [[/bills\/view\/bill\?/g, "bills/open/bill?"]],
    chip: [[/PageHeader/g, "Heading"]],
  },
  "invoices-list-classic": {
    rows: [[/InvoiceID=/g, "DocumentID="]],
    chip: [[/id="(page_title|title)"/g, 'id="heading"']],
    organisation: [[/\/app\/!/g, "/a/!"]],
  },
  "invoice-view": { chip: [[/PageHeader|xui-actions/g, "Heading"]] },
  "bill-view-spa": { chip: [[/PageHeader|xui-actions/g, "Heading"]] },
  "invoice-edit": { chip: [[/PageHeader|xui-actions/g, "Heading"]] },
  "contact-view": { chip: [[/CONTACT_HEADER_ACTIONS_EDIT|xui-actions/g, "Heading"]] },
  "bill-edit-classic": {
    chip: [[/id="(page_title|title)"/g, 'id="heading"']],
    organisation: [[/\/app\/!/g, "/a/!"]],
  },
  "bank-rec-hybrid": {
    rows: [[/data-statementlineid|id="sl/g, 'data-x="']],
    organisation: [[/\/app\/!/g, "/a/!"]],
  },
};

describe.skipIf(PAGE_NAMES.length === 0)(`captured pages${PAGE_NAMES.length === 0 ? ` (skipped: ${PAGES_ABSENT})` : ""}`, () => {
  const read = (name: string, change: (html: string) => string = (html) => html) =>
    readPage(documentOf(change(htmlOf(name))), new URL(expectedOf(name).url));

  test.each(PAGE_NAMES)("%s is read as written down", (name) => {
    const expected = expectedOf(name);
    const page = read(name);
    expect(page?.route).toMatchObject({
      kind: expected.kind,
      ui: expected.ui,
      ...(expected.accountId && { accountId: expected.accountId }),
      ...(expected.tab && { tab: expected.tab }),
      ...(expected.page && { page: expected.page }),
    });
    expect(page?.organisation).toEqual(expected.org);
    expect(page?.id ?? undefined).toBe(expected.id);
    expect(page?.rows.map((row) => row.id)).toEqual(expected.rows ?? []);
    expect(Object.values(page?.fields ?? {}).filter((answer) => answer !== "ok")).toEqual([]);
  });

  test.each(PAGE_NAMES)("%s: every class hashed, ids, organisation and rows are still read", (name) => {
    const page = read(name, (html) => html.replace(/class="([^"]*)"/g, (_, list: string) => `class="${list.replace(/\S+/g, "x-$&-9f3")}"`));
    const expected = expectedOf(name);
    expect(page?.organisation).toEqual(expected.org);
    expect(page?.id ?? undefined).toBe(expected.id);
    expect(page?.rows.map((row) => row.id)).toEqual(expected.rows ?? []);
    expect(page?.chip).not.toBeNull();
  });

  test.each(PAGE_NAMES)("%s: another extension's marks change nothing", (name) => {
    const page = read(name, (html) =>
      html
        .replace(/<tr /g, '<tr data-other-ext="1" ')
        .replace(/<\/td>/g, '<span class="other-ext-badge"><a href="https://other.test/?id=1">x</a></span></td>')
        .replace("</body>", '<div class="other-ext"><a href="/app/!zzz/homepage">their link</a></div></body>'),
    );
    expect(page?.organisation).toEqual(expectedOf(name).org);
    expect(page?.rows.map((row) => row.id)).toEqual(expectedOf(name).rows ?? []);
  });

  test.each(PAGE_NAMES)("%s: navigation links that disagree show no organisation", (name) => {
    const page = read(name, (html) => html.replace("/app/!DmO1!/homepage", "/app/!0ther/homepage"));
    expect(page?.organisation).toEqual({ shortCode: null, why: "conflict" });
  });

  test("rows reversed keep their ids with their elements", () => {
    const doc = documentOf(htmlOf("bills-list"));
    const body = doc.querySelector("tbody") as Element;
    for (const row of [...body.children].reverse()) body.append(row);
    const page = readPage(doc, new URL(expectedOf("bills-list").url));
    expect(page?.rows.map((row) => row.id)).toEqual([...(expectedOf("bills-list").rows ?? [])].reverse());
    for (const row of page?.rows ?? []) expect(row.element.innerHTML).toContain(row.id);
  });

  const renames = Object.entries(REQUIRED_HOOKS).flatMap(([name, fields]) => Object.entries(fields).map(([field, rename]) => ({ name, field, rename })));
  test.each(renames)("$name: the hook of $field renamed gives exactly one missing", ({ name, field, rename }) => {
    const page = read(name, (html) => rename.reduce((changed, [from, to]) => changed.replace(from, to), html));
    const missing = Object.entries(page?.fields ?? {}).filter(([, answer]) => answer === "missing");
    expect(missing.map(([key]) => key)).toEqual([field]);
  });
});
