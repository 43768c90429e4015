/* The classic bill form: its grid shows a copy of the lines, and an editor floats over the cell being edited. */
const form = JSON.parse(document.getElementById("standin-form").textContent);
const gridBody = document.querySelector(".x-grid3-body");
const blank = () => ({ Description: "", Quantity: "", UnitAmount: "", DiscountRate: "", account: "", tax: "", tracking: {} });
const copy = [...gridBody.children].map((_, index) => form.lines[index] ?? blank());
const fields = { Description: "Description", Quantity: "Quantity", UnitPrice: "UnitAmount", Account: "account", GST: "tax" };
const lists = { Account: "standin-accounts", GST: "standin-taxes", Tracking1: "standin-tracking-0", Tracking2: "standin-tracking-1" };
const columnOf = (cell) => /x-grid3-td-col(\w+)/.exec(cell.className)?.[1];
const figure = (text) => Number(String(text).replaceAll(",", ""));

function readCell(line, column) {
  if (column.startsWith("Tracking")) return line.tracking[form.trackingIds[Number(column.slice(8)) - 1]] ?? "";
  return line[fields[column]] ?? "";
}

function writeCell(line, column, value) {
  if (column.startsWith("Tracking")) line.tracking[form.trackingIds[Number(column.slice(8)) - 1]] = value;
  else line[fields[column]] = value;
  if (["Quantity", "UnitPrice", "GST"].includes(column)) delete line.TaxAmount;
  if (column === "UnitPrice" && line.Quantity === "") line.Quantity = "1";
}

function draw(row, line) {
  for (const cell of row.querySelectorAll("td")) {
    const column = columnOf(cell);
    if (column === "PriceList" || column === "Delete") continue;
    const isFigure = column === "Quantity" || column === "UnitPrice";
    let text = column === "LineAmount" ? (line.Quantity === "" && line.UnitAmount === "" ? "" : (figure(line.Quantity || 0) * figure(line.UnitAmount || 0)).toFixed(2)) : readCell(line, column);
    if (isFigure && text !== "" && !Number.isNaN(figure(text))) text = figure(text).toFixed(Math.max(2, (String(text).split(".")[1] ?? "").length));
    cell.firstElementChild.textContent = text === "" ? "\u00a0" : text;
  }
}

gridBody.addEventListener("click", (event) => {
  const cell = event.target.closest("td");
  const row = event.target.closest(".x-grid3-row");
  if (!cell || !row || cell.querySelector("input,textarea")) return;
  const column = columnOf(cell);
  const line = copy[[...gridBody.children].indexOf(row)];
  if (!fields[column] && !column.startsWith("Tracking")) return;
  const editor = document.createElement(column === "Description" ? "textarea" : "input");
  editor.className = column === "Description" ? "x-form-textarea" : lists[column] ? "x-combo-selected" : "x-form-text x-form-num-field";
  if (lists[column]) editor.setAttribute("list", lists[column]);
  editor.setAttribute("aria-label", column);
  editor.value = readCell(line, column);
  cell.append(editor);
  editor.focus();
  editor.select();
  editor.addEventListener("keydown", (key) => {
    if (key.key === "Enter" || key.key === "Tab") editor.blur();
    if (key.key === "Enter") key.preventDefault();
  });
  editor.addEventListener("blur", () => {
    if (editor.value !== readCell(line, column)) writeCell(line, column, editor.value);
    editor.remove();
    draw(row, line);
  });
});

document.getElementById("addNewLineItemButton").addEventListener("click", () => {
  const row = gridBody.lastElementChild.cloneNode(true);
  copy.push(blank());
  gridBody.append(row);
  draw(row, copy.at(-1));
});

document.querySelectorAll("[data-save]").forEach((link) => {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const value = (id) => document.getElementById(id).value;
    const sent = { contact: value(`PaidToName_${form.hex}_value`), date: value(`InvoiceDate_${form.hex}`), dueDate: value(`DueDate_${form.hex}`), number: value(`Reference_${form.hex}`), lines: copy };
    void act(form.act, { invoiceId: form.invoiceId, type: form.type, saveAs: link.dataset.save, form: JSON.stringify(sent) }, document.getElementById("invoice"));
  });
});
