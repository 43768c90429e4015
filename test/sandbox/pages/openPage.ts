import { JSDOM } from "jsdom";
import type { Invoice } from "../books/document.ts";
import { createSandbox, type Sandbox } from "../sandbox.ts";

/** A browser without a browser: keeps cookies, follows redirects, and reads what a page would have shown in the end. */
export function visitor(sandbox: Sandbox = createSandbox({ seed: 1 })) {
  const cookies = new Map<string, string>();
  const organisation = sandbox.organisations[0];
  if (!organisation) throw new Error("The stand-in has no organisation");

  async function request(address: string, init: RequestInit = {}): Promise<{ response: Response; url: URL }> {
    let url = new URL(address, "https://go.xero.com");
    for (let step = 0; step < 8; step += 1) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const response = await sandbox.fetch(new Request(url, { ...init, redirect: "manual", headers: { ...(init.headers as Record<string, string>), cookie } }));
      for (const set of response.headers.getSetCookie()) {
        const [pair = ""] = set.split(";");
        cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
      }
      const location = response.headers.get("location");
      if (location === null) return { response, url };
      url = new URL(location, url);
      init = {};
    }
    throw new Error("Too many redirects");
  }

  return {
    sandbox,
    organisation,
    base: `/app/${organisation.shortCode}`,
    request,
    /** The page with its late parts in place. */
    async open(address: string): Promise<{ document: Document; url: URL; status: number; html: string }> {
      const { url, response } = await request(address);
      const whole = url.pathname.startsWith("/app/") && response.status === 200 ? (await request(`${url.pathname}${url.search}${url.search === "" ? "?" : "&"}standin=whole`)).response : response;
      const html = await whole.text();
      return { document: new JSDOM(html, { url: url.href }).window.document, url, status: response.status, html };
    },
    /** What a form of the page does when it is sent. */
    async act(action: string, fields: Record<string, string>): Promise<{ ok: boolean; go?: string; errors?: string[] }> {
      const { response } = await request(`/standin/act/${organisation.shortCode}/${action}`, { method: "POST", body: new URLSearchParams(fields), headers: { "content-type": "application/x-www-form-urlencoded" } });
      return (await response.json()) as { ok: boolean; go?: string; errors?: string[] };
    },
    find: (type: Invoice["type"], status: Invoice["status"]): Invoice => {
      const found = [...organisation.books.invoices.values()].find((invoice) => invoice.type === type && invoice.status === status && invoice.paymentIds.length === 0);
      if (!found) throw new Error(`The firm has no ${type} that is ${status} and unpaid`);
      return found;
    },
  };
}
