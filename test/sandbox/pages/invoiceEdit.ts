import type { Invoice } from "../books/document.ts";
import { clientScript } from "./client/clientScript.ts";
import { activeTracking, statusWords } from "./documentParts.ts";
import { pageDate, pageMoney } from "./format.ts";
import { comboLists, formLines } from "./formCopy.ts";
import { jsonScript, m, Markup } from "./markup.ts";
import type { DrawnPage, PageContext } from "./pageContext.ts";
import { editTitle } from "./readForm.ts";

const grid = "InvoiceTable--line-item-grid";
const taxModes = { Exclusive: "Tax exclusive", Inclusive: "Tax inclusive", NoTax: "No tax" } as const;

/** An invoice in the editor (facts on the web app §3.3), or a new one. Its rows are drawn by the page's script from the form's own copy. */
export function invoiceEdit(context: PageContext, invoice?: Invoice): DrawnPage {
  const { books, organisation, today } = context;
  const title = editTitle(invoice, "invoice");
  const tracking = activeTracking(books);
  const currency = invoice?.currency ?? organisation.books.organisation.baseCurrency;
  const isOpen = invoice === undefined || invoice.status === "DRAFT" || invoice.status === "SUBMITTED";
  const columns: [string, string][] = [["inventory", "Item"], ["description", "Description"], ["quantity", "Qty."], ["unitAmount", "Price"], ["discount", "Disc. %"], ["account", "Account"], ["taxRate", "Tax rate"], ["taxAmount", "Tax amount"], ...tracking.map((category, index): [string, string] => [`tracking-${index}`, category.name]), ["projectCustomer", "Project"], ["lineAmount", `Amount ${currency}`]];
  return {
    ui: "spa",
    title: invoice ? "Edit invoice" : "New invoice",
    main: m`<header class="xui-pageheading" data-automationid="PageHeader"><div class="xui-pageheading--content"><h1 class="xui-pageheading--title" data-automationid="PageHeader--title">${title}</h1><span data-automationid="PageHeader--tag"><span class="xui-tagcontent ${invoice?.status ?? "DRAFT"}">${statusWords[invoice?.status ?? "DRAFT"]}</span></span>
<div class="xui-pageheading--actions"><div class="xui-actions"><button type="button" class="xui-button" data-automationid="SaveAndCloseButton-save-and-close" data-save="save">Save &amp; close</button>
${isOpen ? m`<div class="xui-buttongroup options" data-automationid="ApproveAndEmailButton"><button type="button" class="xui-button xui-button-main" data-save="approve">Approve &amp; email</button><button type="button" class="xui-button xui-button-split" aria-haspopup="listbox" aria-label="More approve options" aria-controls="approve-options" aria-expanded="false"></button><div id="approve-options" class="x-nav--sub-nav-container x-nav--sub-nav-container-hidden"><button type="button" class="xui-button" id="ApproveAndEmailButton-approve" data-save="approve">Approve</button><button type="button" class="xui-button" data-save="submit">Submit for approval</button></div></div>` : ""}</div></div></div></header>
<div class="InvoiceDetails"><section class="InvoiceDetails-fields">
<div class="contactCommonComponent Invoice-detail"><div class="contacts-mfe-autocompleter" data-automationid="contacts-picker-search-field--wrapper--container"><label class="contacts-mfe-text-label" data-automationid="contacts-picker-search-field--wrapper--label" for="xui-contact-control">Contact</label><div class="contacts-mfe-textinput" data-automationid="contacts-picker-search-field"><input autocomplete="off" id="xui-contact-control" list="standin-contacts" role="combobox" aria-autocomplete="list" aria-expanded="false" class="contacts-mfe-textinput--input contacts-mfe-textinput--input-medium" data-automationid="contacts-picker-search-field--input" data-head="contact" value="${invoice ? (books.contacts.get(invoice.contactId)?.name ?? "") : ""}"></div></div></div>
${head("InvoiceDateInput", "Issue date", "date", pageDate(invoice?.date ?? today))}${head("DueDateInput", "Due date", "dueDate", pageDate(invoice?.dueDate))}${head("invoice-number-input", "Invoice number", "number", invoice?.number ?? "")}${head("reference-input", "Reference", "reference", invoice?.reference ?? "")}
<div data-automationid="CurrencyInput-toggle--container"><button type="button" id="CurrencyInput" title="Currency" data-automationid="CurrencyInput"><span>${currency}</span></button></div><div><button type="button" id="TaxModeSelect" data-automationid="TaxModeSelect-button">${taxModes[invoice?.lineAmountTypes ?? "Exclusive"]}</button></div>
</section></div>
<div class="LineItemGrid-wrapper"><div class="LineItemGrid"><div class="ac-line-item-grid compact-size"><div class="xui-editabletablewrapper xui-editabletableoverflow"><div class="xui-editabletablewrapper--scrollcontainer"><table aria-label="Line items" class="xui-editabletable xui-editabletable-pinfirst xui-editabletable-pinlast" data-automationid="${grid}"><thead class="xui-editabletablehead"><tr class="xui-editabletablerow"><th class="xui-editabletableheadingcell" scope="col"><span class="xui-editabletableheadingcell-label--hidden">Drag handle column</span></th>${columns.map(([name, text]) => m`<th class="xui-editabletableheadingcell" data-automationid="${grid}--${name}-heading" scope="col">${text}</th>`)}<th class="xui-editabletableheadingcell" scope="col"><span class="xui-editabletableheadingcell-label--hidden">Remove row column</span></th></tr></thead>
<tbody class="xui-editabletablebody"></tbody>
<tfoot class="xui-editabletablefoot" data-automationid="${grid}--add-row-foot"><tr><td colspan="${columns.length + 2}"><button type="button" class="xui-button" id="ac-line-item-grid--add-new-row-button" data-automationid="${grid}--add-new-row-button">Add row</button></td></tr></tfoot></table></div></div></div></div></div>
<div class="edit-footer InvoiceFooter"><div class="InvoiceFooter-amountSummary" data-automationid="AmountSummaryCommonComponent"><div data-automationid="as-total--as-readonly-row"><div data-automationid="as-readonly-row-field"><div class="xui-text-emphasis xui-textcolor-muted">Total when opened</div><div class="xui-column-flex xui-row-flex"><div class="xui-margin-left-small xui-text-emphasis xui-textcolor-standard">${pageMoney(invoice?.totalMinor ?? 0)}</div></div></div></div></div></div>
${comboLists(books, "sales")}${jsonScript("standin-form", { act: `/standin/act/${organisation.shortCode}/save`, invoiceId: invoice?.id ?? "", type: "ACCREC", lines: formLines(books, invoice), trackingIds: tracking.map((category) => category.id) })}<script>${new Markup(clientScript("invoiceEdit"))}</script>`,
  };
}

const head = (hook: string, label: string, field: string, value: string) =>
  m`<div class="xui-textinputwrapper" data-automationid="${hook}--container"><label data-automationid="${hook}--label" for="${hook}">${label}</label><div class="xui-textinput" data-automationid="${hook}"><input type="text" id="${hook}" title="${label}" data-automationid="${hook}--input" data-head="${field}" value="${value}"></div></div>`;
