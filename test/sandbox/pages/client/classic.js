/* A page of the older kind: it came whole, and any step loads the next one whole. */
markLikeAnother();
if (standin.redrawMs > 0) setInterval(() => redraw(document.querySelector("table.standard, #statementLines")), standin.redrawMs);

/* Bank reconciliation: a line is drawn anew as soon as it is touched, and then drops foreign marks (facts on the web app §0.8). */
addEventListener("click", (event) => {
  const tab = event.target.closest(".line .tabs a");
  if (!tab) return;
  event.preventDefault();
  const line = tab.closest(".line");
  line.querySelectorAll(".tabs a").forEach((other) => other.classList.toggle("active", other === tab));
  line.classList.toggle("opened", tab.classList.contains("find"));
  redraw(line);
});

addEventListener("click", (event) => {
  const button = event.target.closest(".line .okayButton[data-act]");
  if (!button) return;
  event.preventDefault();
  void act(button.dataset.act, [["statementLineId", button.closest(".line").dataset.statementlineid]], button);
});
