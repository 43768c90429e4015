/* The invoice editor: draws rows from its own copy of the lines, and saving overwrites the document with that copy. */
(() => {
  const form = JSON.parse(document.getElementById("standin-form").textContent);
  const grid = "InvoiceTable--line-item-grid";
  const table = document.querySelector(`table[data-automationid="${grid}"]`);
  const body = table.tBodies[0];
  let nextKey = 951;
  const blank = () => ({ Description: "", Quantity: "", UnitAmount: "", DiscountRate: "", account: "", tax: "", tracking: {} });
  const rows = new Map();
  const headings = [...table.tHead.rows[0].cells].slice(1).map((cell) => cell.textContent);
  /** Columns of a row: hook, field of the copy, list of choices. Item, tax and project are shown, not edited. */
  const columns = [
    ["inventory--search-field", "ItemCode", ""], ["description", "Description"], ["quantity", "Quantity"], ["unitAmount", "UnitAmount"], ["discount", "DiscountRate"],
    ["account--search-field", "account", "standin-accounts"], ["taxRate--search-field", "tax", "standin-taxes"], ["taxAmount", "TaxAmount"],
    ...form.trackingIds.map((id, index) => [`tracking-${index}--search-field`, `tracking:${id}`, `standin-tracking-${index}`]), ["projectCustomer--search-field", "", ""], ["lineAmount", ""],
  ];
  const tax = (line) => (read(line, "TaxAmount") === "" ? "" : number(read(line, "TaxAmount")).toFixed(2));
  const read = (line, field) => (field.startsWith("tracking:") ? (line.tracking[field.slice(9)] ?? "") : (line[field] ?? ""));
  const number = (text) => Number(String(text).replaceAll(",", "")) || 0;
  const amount = (line) => (line.Quantity === "" && line.UnitAmount === "" ? "" : (number(line.Quantity) * number(line.UnitAmount) * (1 - number(line.DiscountRate) / 100)).toLocaleString("en-AU", { minimumFractionDigits: 2, maximumFractionDigits: 2 }));

  function addRow(line) {
    const key = `arP68-_${nextKey++}`;
    rows.set(key, line);
    const row = body.insertRow();
    row.className = "xui-editabletablerow";
    row.dataset.automationid = `${grid}--row`;
    row.dataset.rbdDraggableContextId = "0";
    row.dataset.rbdDraggableId = key;
    row.insertCell().outerHTML = `<td class="xui-editabletablecell xui-editabletablecelliconbutton cell-drag" data-automationid="${grid}--row--cell-drag"><button type="button" class="xui-button xui-editabletablerow--draghandle" aria-label="Drag handle" data-automationid="${grid}--row--button-drag"></button></td>`;
    for (const [place, [hook, field, list]] of columns.entries()) {
      const cell = row.insertCell();
      const input = document.createElement(hook === "description" ? "textarea" : "input");
      input.dataset.automationid = `${grid}--${hook}--input`;
      input.setAttribute("aria-label", hook.replace(/--.*/, ""));
      if (list) input.setAttribute("list", list);
      if (list !== undefined) Object.assign(input, { autocomplete: "off" }).setAttribute("role", "combobox");
      if (hook === "description") input.rows = 1;
      input.id = `${hook.replace(/--.*/, "")}-input-${nextKey}`;
      input.value = hook === "lineAmount" ? amount(line) : hook === "taxAmount" ? tax(line) : field === "" ? "" : read(line, field);
      if (field === "" || field === "ItemCode" || field === "TaxAmount") input.readOnly = true;
      else input.addEventListener("input", () => typed(row, line, field, input.value));
      wrap(cell, hook, headings[place] ?? "", input);
    }
    const last = row.insertCell();
    last.innerHTML = `<button type="button" class="xui-button" aria-label="Remove row" data-automationid="${grid}--row--button-remove"></button>`;
    last.firstChild.addEventListener("click", () => {
      rows.delete(key);
      row.remove();
    });
  }

  /** A cell as Xero nests it: border, combobox where there are choices, label and field, each with its own hook. */
  function wrap(cell, hook, heading, input) {
    const isChoice = hook.endsWith("--search-field");
    const isText = hook === "description";
    cell.className = `xui-editabletablecell xui-editabletablecell-control ${isChoice ? "xui-editabletablecellautocompleter ac_selector_cell_td" : isText ? "ac_description_cell_td" : "xui-editabletablecelltextinput ac_numeric_cell_td numeric"}`;
    input.className = isChoice ? "xui-autocompleter--textinput xui-textinput--input" : "xui-textinput--input";
    const name = `${grid}--${hook}`;
    const field = `<div class="xui-textinputwrapper" data-automationid="${name}--container" role="presentation"><label class="xui-text-label xui-text-label--hidden" data-automationid="${name}--label" for="${input.id}"></label><div class="xui-textinput ${isText ? "ac_description_container" : isChoice ? "xui-textinput-medium xui-textinput-cell" : "xui-textinput-cell"}" data-automationid="${name}"></div></div>`;
    const choice = `<div class="xui-editabletablecellautocompleter--control ac_selector_cell xui-autocompleter" data-automationid="${name}--wrapper--container"><div class="xui-dropdown--toggledwrapper" data-automationid="${name}--dropdown" data-ref="toggled-wrapper">${field}</div></div>`;
    cell.innerHTML = `<div class="xui-editabletablecell--border">${isChoice ? choice : field}</div>`;
    cell.querySelector("label").textContent = heading;
    cell.querySelector(`[data-automationid="${name}"]`).append(input);
  }

  function typed(row, line, field, value) {
    if (field.startsWith("tracking:")) line.tracking[field.slice(9)] = value;
    else line[field] = value;
    if (["Quantity", "UnitAmount", "DiscountRate", "tax"].includes(field)) delete line.TaxAmount;
    row.querySelector(`[data-automationid="${grid}--lineAmount--input"]`).value = amount(line);
    row.querySelector(`[data-automationid="${grid}--taxAmount--input"]`).value = tax(line);
  }

  for (const line of form.lines.length > 0 ? form.lines : [blank()]) addRow(line);
  table.querySelector(`[data-automationid="${grid}--add-new-row-button"]`).addEventListener("click", () => addRow(blank()));
  document.querySelectorAll("[data-save]").forEach((button) => {
    button.addEventListener("click", async () => {
      const headings = [...document.querySelectorAll("[data-head]")].map((input) => [input.dataset.head, input.value]);
      const sent = { ...Object.fromEntries(headings), lines: [...rows.values()] };
      button.disabled = true;
      await act(form.act, { invoiceId: form.invoiceId, type: form.type, saveAs: button.dataset.save, form: JSON.stringify(sent) }, document.querySelector(".InvoiceDetails-fields"));
      button.disabled = false;
    });
  });
})();
