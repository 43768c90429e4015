import type { Invoice } from "../books/document.ts";
import { accountLabel, activeTracking, addressLines, amountSummary, history, numberOf, statusWords, taxLabel, trackingLabel } from "./documentParts.ts";
import { optionsMenu, settlePanel } from "./documentActions.ts";
import { pageDate, pageMoney, pageScaled } from "./format.ts";
import { m, type Markup } from "./markup.ts";
import type { DrawnPage, PageContext } from "./pageContext.ts";

/** An invoice to read (facts on the web app §3.2): the new invoicing page at /app/!code/invoicing/view/{id}. */
export function invoiceView(context: PageContext, invoice: Invoice): DrawnPage {
  const { base, books } = context;
  const contact = books.contacts.get(invoice.contactId);
  const title = `Invoice ${numberOf(invoice)}`;
  const mayEdit = invoice.status === "DRAFT" || invoice.status === "SUBMITTED" || invoice.status === "AUTHORISED";
  return {
    ui: "spa",
    title,
    main: m`<header class="xui-pageheading" data-automationid="PageHeader">
  <div class="xui-pageheading--content xui-pageheading--content-no-tabs xui-pageheading--content-layout">
    <div class="xui-pageheading--leftcontent">
      <ol class="xui-pageheading--breadcrumbtrail xui-breadcrumbtrail"><li class="xui-breadcrumb"><a class="xui-breadcrumb--link" href="/AccountsReceivable/Search.aspx">Invoices</a></li></ol>
      <div class="xui-pageheading--titlewrapper xui-pageheading--titlewrapper-has-tags">
        <h1 class="xui-pageheading--title" data-automationid="PageHeader--title">${title}</h1>
        <div class="xui-pageheading--tags"><span class="xui-tag xui-tag-small" data-automationid="PageHeader--tag"><span class="xui-tagcontent ${invoice.status}">${statusWords[invoice.status]}</span></span></div>
      </div>
    </div>
    <div class="xui-pageheading--rightcontent xui-pageheading--rightcontent-no-tabs">
      <div class="xui-pageheading--actions"><div class="xui-actions">
        <button type="button" class="xui-button xui-button-standard xui-button-small" data-automationid="PreviewButton">Preview</button>
        <div class="xui-buttongroup"><button type="button" class="xui-button xui-button-standard xui-button-small" data-automationid="PrintDropdown-print">Print PDF</button><button type="button" class="xui-button xui-button-standard xui-button-small" data-automationid="PrintDropdown-dropdown-trigger" aria-haspopup="listbox" aria-label="More print options"></button></div>
        ${mayEdit ? m`<a class="xui-button" href="${base}/invoicing/edit/${invoice.id}" data-automationid="EditButton">Edit</a>` : ""}
        <div class="options"><button type="button" class="xui-button xui-button-icon" data-automationid="kebab-options-button" aria-label="More invoice options" aria-controls="document-options" aria-expanded="false"></button>${optionsMenu(context, invoice)}</div>
      </div></div>
    </div>
  </div>
</header>
<div class="ReadOnlyInvoice xui-panel">
  <div class="ReadOnlyInvoice-invoiceDetails xui-panel--section">
    <div class="ReadOnlyInvoice-detail ReadOnlyInvoice-contacts"><div data-automationid="contacts-picker-read-only--label">Contact</div><button type="button">${contact?.name}</button><section aria-label="Contact address">${addressLines(contact)}</section></div>
    ${detail("invoiceNumber", "Invoice number", m`${invoice.number}`)}
    ${detail("reference", "Reference", m`${invoice.reference}`)}
    ${detail("date", "Issue date", m`<span class="ReadOnlyInvoice-dateHeading">Issued&nbsp;</span>${pageDate(invoice.date)}`)}
    ${detail("dueDate", "Due date", m`${pageDate(invoice.dueDate)}`)}
  </div>
  ${lineItems(context, invoice)}
  ${amountSummary(context, invoice)}
</div>
${settlePanel(context, invoice)}${history(context, invoice.id)}`,
  };
}

const detail = (name: string, heading: string, value: Markup) =>
  m`<div class="ReadOnlyInvoice-detail ReadOnlyInvoice-${name}"><h2 class="ReadOnlyInvoice-detailHeading"><span class="ReadOnlyInvoice-detailHeadingText">${heading}</span></h2>${value}</div>`;

function lineItems({ books }: PageContext, invoice: Invoice): Markup {
  const columns = ["Item / description", "Quantity", "Price", "Amount"];
  return m`<div class="ReadOnlyLineItems" role="table" aria-label="Line items"><div class="ReadOnlyLineItems--header" role="row">${columns.map((column) => m`<span class="ReadOnlyLineItem--column xui-text-label" role="columnheader">${column}</span>`)}</div>
<div class="ReadOnlyLineItems--body" role="rowgroup">${invoice.lines.map((line) => {
    const details = [
      ["accountCode", "Account", accountLabel(books, line.accountId)],
      ["taxType", "Tax Rate", taxLabel(books, line.taxType)],
      ...activeTracking(books).map((category) => ["tracking", category.name, trackingLabel(books, line, category.id)]),
    ].filter(([, , value]) => value !== "");
    return m`<div class="ReadOnlyLineItem" role="row"><div class="xui-u-flex"><div class="ReadOnlyLineItem--column"><p class="ReadOnlyLineItem--description" role="cell">${line.description ?? ""}</p></div><p class="ReadOnlyLineItem--column" role="cell">${pageScaled(line.quantityScaled)}</p><p class="ReadOnlyLineItem--column" role="cell">${pageScaled(line.unitAmountScaled)}</p><p class="ReadOnlyLineItem--column" role="cell">${line.quantityScaled === undefined ? "" : pageMoney(line.lineMinor)}</p></div>
<div class="ReadOnlyLineItem--details xui-text-minor">${details.map(([name, label, value]) => m`<span class="ReadOnlyLineItem--${name} ReadOnlyLineItem--detail" role="cell">${label}: <span>${value}</span></span>`)}</div></div>`;
  })}</div></div>`;
}
