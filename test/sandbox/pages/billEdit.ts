import type { Invoice } from "../books/document.ts";
import { clientScript } from "./client/clientScript.ts";
import { activeTracking } from "./documentParts.ts";
import { hexOf, pageDate, pageMoney, pageScaled } from "./format.ts";
import { comboLists, formLines, type FormLine } from "./formCopy.ts";
import { jsonScript, m, Markup } from "./markup.ts";
import type { DrawnPage, PageContext } from "./pageContext.ts";

/** Five blank rows wait below a new bill's lines (facts on the web app §3.4). */
const blankRows = 5;
const newBillHex = "0".repeat(32);

/** A bill in the classic ExtJS form at /AccountsPayable/Edit.aspx: cells are text, and an editor floats over the one being edited. */
export function billEdit(context: PageContext, bill?: Invoice): DrawnPage {
  const { books, organisation, today } = context;
  const hex = bill ? hexOf(bill.id) : newBillHex;
  const tracking = activeTracking(books);
  const lines = formLines(books, bill);
  const columns: [string, string][] = [["PriceList", "Item"], ["Description", "Description"], ["Quantity", "Qty"], ["UnitPrice", "Unit Price"], ["Account", "Account"], ["GST", "Tax Rate"], ...tracking.map((category, index): [string, string] => [`Tracking${index + 1}`, category.name]), ["LineAmount", `Amount ${bill?.currency ?? books.organisation.baseCurrency}`], ["Delete", ""]];
  const isOpen = bill === undefined || bill.status === "DRAFT" || bill.status === "SUBMITTED";
  const shown = [...lines, ...Array.from({ length: bill ? Math.max(blankRows - lines.length, 2) : blankRows }, () => undefined)];
  const field = (name: string, label: string, value: string, list = "") =>
    m`<div><label for="${name}">${label}</label><input type="text" id="${name}" name="${name}" value="${value}" ${list === "" ? "" : m`class="autocompleter" list="${list}" autocomplete="off"`}></div>`;
  return {
    ui: "classic",
    title: bill ? "Edit Bill" : "New Bill",
    main: m`<div id="page_title"><h1 id="title">${bill ? "Edit Bill" : "New Bill"}</h1></div>
<div id="bodyContainer" class="wide"><form name="aspnetForm" autocomplete="off">
<input type="hidden" name="CleanInvoiceID" value="${hex}"><input type="hidden" name="CsrfToken" value="x">
<div class="document-header"><div id="PaidToName_${hex}_container"><input type="hidden" id="PaidToContactID_${hex}" value="${bill?.contactId ?? ""}">${field(`PaidToName_${hex}_value`, "From", bill ? (books.contacts.get(bill.contactId)?.name ?? "") : "", "standin-contacts")}</div>${field(`InvoiceDate_${hex}`, "Date", pageDate(bill?.date ?? today))}${field(`DueDate_${hex}`, "Due Date", pageDate(bill?.dueDate))}${field(`Reference_${hex}`, "Reference", bill?.number ?? "")}</div>
<div id="invoice"><div id="ext-gen27" class="x-grid3"><div class="x-grid3-viewport"><div class="x-grid3-header"><table><thead><tr class="x-grid3-hd-row">${columns.map(([name, text]) => m`<td class="x-grid3-hd x-grid3-td-col${name}">${text}</td>`)}</tr></thead></table></div>
<div class="x-grid3-scroller"><div class="x-grid3-body" id="ext-gen31">${shown.map((line) => row(columns, tracking.map((category) => category.id), line))}</div></div></div></div></div>
<p class="new-line"><a href="javascript:" class="xbtn" id="addNewLineItemButton">Add a new line</a></p>
<div class="document-totals"><label>Total</label><span class="total">${pageMoney(bill?.totalMinor ?? 0)}</span></div>
<div class="footer">${isOpen ? m`<div class="float-right" id="approveBttn"><span class="xbtn green"><a class="words" href="javascript:" data-save="approve">Approve</a><a class="arrow" href="javascript:"></a></span></div>` : ""}<div class="float-left"><a class="words" href="javascript:" data-save="save">Save</a></div></div>
</form></div>
${comboLists(books, "purchases")}${jsonScript("standin-form", { act: `/standin/act/${organisation.shortCode}/save`, invoiceId: bill?.id ?? "", hex, type: "ACCPAY", lines, trackingIds: tracking.map((category) => category.id) })}<script>addEventListener("DOMContentLoaded", () => {${new Markup(clientScript("billEdit"))}});</script>`,
  };
}

function row(columns: [string, string][], trackingIds: string[], line: FormLine | undefined): Markup {
  const scaled = (text: string) => (text === "" ? "" : pageScaled(Math.round(Number(text) * 10_000)));
  const values: Record<string, string> = line
    ? {
        PriceList: line.ItemCode ?? "", Description: line.Description, Quantity: scaled(line.Quantity), UnitPrice: scaled(line.UnitAmount), Account: line.account, GST: line.tax,
        ...Object.fromEntries(trackingIds.map((id, index) => [`Tracking${index + 1}`, line.tracking[id] ?? ""])),
        LineAmount: line.Quantity === "" && line.UnitAmount === "" ? "" : pageMoney(Math.round(Number(line.Quantity || 0) * Number(line.UnitAmount || 0) * 100)),
      }
    : {};
  return m`
<div class="x-grid3-row"><table class="x-grid3-row-table"><tbody><tr>${columns.map(([name]) => m`<td class="x-grid3-col x-grid3-cell x-grid3-td-col${name}"><div class="x-grid3-cell-inner x-grid3-col-col${name}">${values[name] ? values[name] : new Markup("&nbsp;")}</div></td>`)}</tr></tbody></table></div>`;
}
