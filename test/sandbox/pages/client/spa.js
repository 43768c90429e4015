/* The micro-frontend: arrives late, moves between its pages by pushState, and replaces what it shows. */
const root = document.getElementById("shell-app-root");
const nav = document.getElementById("shell-nav");
let visit = 0;

async function show(isFirst) {
  const number = ++visit;
  const answer = await fetch(`/standin/fragment?at=${encodeURIComponent(location.pathname + location.search)}`);
  const page = await answer.json();
  if (number !== visit) return;
  if (page.redirect) return location.replace(page.redirect);
  document.title = page.title;
  if (isFirst) nav.innerHTML = page.navigation;
  root.innerHTML = page.main;
  root.querySelectorAll("script:not([type='application/json'])").forEach((script) => {
    const live = document.createElement("script");
    live.textContent = script.textContent;
    script.replaceWith(live);
  });
  markLikeAnother();
}

refresh = () => show(false);
go = async (address) => {
  const target = new URL(address, location.href);
  if (familyOf(target) !== familyOf(location)) return location.assign(target);
  history.pushState(null, "", target);
  await show(false);
};

/** Which micro-frontend draws an address: only inside one does the page stay. */
const familyOf = (address) => /^\/app\/(![^/]+\/(?:invoicing|bills|contacts|settings|homepage|credit-notes))/.exec(address.pathname)?.[1];

addEventListener("click", (event) => {
  const link = event.target.closest("#shell-app-root a[href]");
  if (!link || event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  const target = new URL(link.href);
  if (target.origin !== location.origin || familyOf(target) === undefined || familyOf(target) !== familyOf(location)) return;
  event.preventDefault();
  root.innerHTML = '<div class="loading" role="status">Loading</div>';
  void go(target.pathname + target.search);
});
addEventListener("popstate", () => void show(false));

const begin = () => setTimeout(() => void show(true), standin.lateMs);
if (document.readyState === "complete") begin();
else addEventListener("load", begin);
if (standin.redrawMs > 0) setInterval(() => redraw(root.firstElementChild), standin.redrawMs);
