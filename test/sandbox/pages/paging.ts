import { m, type Markup } from "./markup.ts";

const sizes = [25, 50, 100, 200];

export interface Paged<T> {
  items: T[];
  pager: Markup;
}

/** The present address with some of its parameters changed; undefined takes one away. */
export function pageQuery(url: URL, changes: Record<string, string | undefined>): string {
  const query = new URLSearchParams(url.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) query.delete(name);
    else query.set(name, value);
  }
  return `${url.pathname}${query.size > 0 ? `?${query}` : ""}`;
}

/** One page of rows and the control below them: a native select and two buttons (facts on the web app §3.5). */
export function paged<T>(rows: T[], url: URL): Paged<T> {
  const wanted = Number(url.searchParams.get("pageSize"));
  const size = sizes.includes(wanted) ? wanted : 100;
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const page = Math.min(Math.max(Math.trunc(Number(url.searchParams.get("page") ?? 1)) || 1, 1), pages);
  const items = rows.slice((page - 1) * size, page * size);
  const step = (to: number, label: string, sign: string) =>
    to < 1 || to > pages
      ? m`<button type="button" class="xui-button" aria-label="${label}" disabled>${sign}</button>`
      : m`<a class="xui-button" role="button" aria-label="${label}" href="${pageQuery(url, { page: String(to) })}">${sign}</a>`;
  return {
    items,
    pager: m`<nav class="xui-pagination" aria-label="Pagination"><select aria-label="Items per page">${sizes.map((one) => m`<option ${one === size ? "selected" : ""}>${one}</option>`)}</select><span class="xui-pagination--items--count">Showing items ${rows.length === 0 ? 0 : (page - 1) * size + 1} to ${(page - 1) * size + items.length} of ${rows.length}</span><span>Page ${page} of ${pages}</span>${step(page - 1, "Previous page", "‹")}${step(page + 1, "Next page", "›")}</nav>`,
  };
}
