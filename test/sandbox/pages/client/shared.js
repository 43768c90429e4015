/* Runs in the stand-in's pages only: menus, the bookkeeper's forms, a second extension's marks. */
const standin = JSON.parse(document.getElementById("standin-page").textContent);

/** Set by the page kind: shows the page anew after something was written. */
let refresh = async () => location.reload();
let go = async (address) => location.assign(address);

addEventListener("click", (event) => {
  const button = event.target.closest("button[aria-controls]");
  for (const open of document.querySelectorAll("button[aria-controls][aria-expanded=true]")) if (open !== button) toggle(open, false);
  if (button) toggle(button, button.getAttribute("aria-expanded") !== "true");
});

function toggle(button, isOpen) {
  button.setAttribute("aria-expanded", String(isOpen));
  document.getElementById(button.getAttribute("aria-controls"))?.classList.toggle("x-nav--sub-nav-container-hidden", !isOpen);
}

addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const open of document.querySelectorAll("button[aria-controls][aria-expanded=true]")) toggle(open, false);
});

/** Sends what a person did and shows what the books said. */
async function act(address, fields, near) {
  const answer = await fetch(address, { method: "POST", body: new URLSearchParams(fields) });
  const done = await answer.json();
  showErrors(near, done.ok ? [] : done.errors);
  if (!done.ok) return false;
  await (done.go ? go(done.go) : refresh());
  return true;
}

function showErrors(near, errors) {
  const owner = near?.closest("form, .xui-panel, main, #bodyContainer") ?? document.body;
  owner.querySelector(":scope > .standin-errors")?.remove();
  if (errors.length === 0) return;
  const box = document.createElement("div");
  box.className = "standin-errors";
  box.setAttribute("role", "alert");
  box.append(...errors.map((text) => Object.assign(document.createElement("p"), { textContent: text })));
  owner.prepend(box);
  box.scrollIntoView({ block: "nearest" });
}

addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-act]")) return;
  event.preventDefault();
  const fields = [...new FormData(form, event.submitter)];
  const button = event.submitter;
  if (button) button.disabled = true;
  void act(form.dataset.act, fields, form).finally(() => {
    if (button) button.disabled = false;
  });
});

/** What another extension would have put there first: a mark in each row and a button among the header's actions. */
function markLikeAnother() {
  if (!standin.marks) return;
  for (const cell of document.querySelectorAll("tbody tr td:nth-child(2), #statementLines > .line .line-details")) {
    if (cell.querySelector(":scope > .flagger-mark")) continue;
    const mark = document.createElement("span");
    mark.className = "flagger-mark";
    mark.textContent = "⚑";
    cell.append(mark);
  }
  const actions = document.querySelector(".xui-pageheading--actions .xui-actions");
  if (actions && !actions.querySelector(".flagger-button")) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "flagger-button xui-button", textContent: "⚑ Flag" });
    actions.prepend(button);
  }
}

/** Replaces an element by a fresh copy of itself, as React does when its keys change: foreign children and listeners are gone. */
function redraw(element) {
  if (!element) return;
  const box = document.createElement("template");
  box.innerHTML = element.outerHTML;
  box.content.querySelectorAll(".flagger-mark, .flagger-button, [data-foreign]").forEach((foreign) => foreign.remove());
  element.replaceWith(box.content);
  markLikeAnother();
}

/** Choosing rows, sorting and paging redraw the toolbar and the rows (facts on the web app §0.8). */
addEventListener("change", (event) => {
  if (event.target.matches(".bills-table input[type=checkbox]")) redraw(document.querySelector(".bulk-actions-spacing"));
  if (event.target.matches("select[aria-label='Items per page']")) {
    const address = new URL(location.href);
    address.searchParams.set("pageSize", event.target.value);
    address.searchParams.delete("page");
    void go(address.pathname + address.search);
  }
});
