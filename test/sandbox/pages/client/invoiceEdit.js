/* The invoice editor: draws rows from its own copy of the lines, and saving overwrites the document with that copy. */
(() => {
  const form = JSON.parse(document.getElementById("standin-form").textContent);
  const grid = "InvoiceTable--line-item-grid";
  const table = document.querySelector(`table[data-automationid="${grid}"]`);
  const body = table.tBodies[0];
  let nextKey = 951;
  const blank = () => ({ Description: "", Quantity: "", UnitAmount: "", DiscountRate: "", account: "", tax: "", tracking: {} });
  const rows = new Map();
  /** Columns of a row: hook, field of the copy, list of choices. An inventory item is kept, not edited. */
  const columns = [
    ["inventory--search-field", "ItemCode", ""], ["description", "Description"], ["quantity", "Quantity"], ["unitAmount", "UnitAmount"], ["discount", "DiscountRate"],
    ["account--search-field", "account", "standin-accounts"], ["taxRate--search-field", "tax", "standin-taxes"],
    ...form.trackingIds.map((id, index) => [`tracking-${index}--search-field`, `tracking:${id}`, `standin-tracking-${index}`]), ["lineAmount", ""],
  ];
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
    row.insertCell().outerHTML = `<td class="xui-editabletablecell cell-drag" data-automationid="${grid}--row--cell-drag"><button type="button" class="xui-button xui-editabletablerow--draghandle" aria-label="Drag handle" data-automationid="${grid}--row--button-drag"></button></td>`;
    for (const [hook, field, list] of columns) {
      const cell = row.insertCell();
      cell.className = `xui-editabletablecell${["quantity", "unitAmount", "discount", "lineAmount"].includes(hook) ? " numeric" : ""}`;
      const input = document.createElement(hook === "description" ? "textarea" : "input");
      input.dataset.automationid = `${grid}--${hook}--input`;
      input.setAttribute("aria-label", hook.replace(/--.*/, ""));
      if (list) input.setAttribute("list", list);
      if (list !== undefined) Object.assign(input, { autocomplete: "off" }).setAttribute("role", "combobox");
      if (hook === "description") input.rows = 1;
      input.value = field === "" ? amount(line) : read(line, field);
      if (field === "" || field === "ItemCode") input.readOnly = true;
      else input.addEventListener("input", () => typed(row, line, field, input.value));
      const wrapper = document.createElement("div");
      wrapper.dataset.automationid = `${grid}--${hook}`;
      wrapper.append(input);
      cell.append(wrapper);
    }
    const last = row.insertCell();
    last.innerHTML = `<button type="button" class="xui-button" aria-label="Remove row" data-automationid="${grid}--row--button-remove"></button>`;
    last.firstChild.addEventListener("click", () => {
      rows.delete(key);
      row.remove();
    });
  }

  function typed(row, line, field, value) {
    if (field.startsWith("tracking:")) line.tracking[field.slice(9)] = value;
    else line[field] = value;
    if (["Quantity", "UnitAmount", "DiscountRate", "tax"].includes(field)) delete line.TaxAmount;
    row.querySelector(`[data-automationid="${grid}--lineAmount--input"]`).value = amount(line);
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
