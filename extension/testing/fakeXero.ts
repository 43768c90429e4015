import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { newCertificate } from "../../test/sandbox/http/certificate.ts";
import { BILL_ID } from "./demoFirm.ts";
import { expectedOf, htmlOf, PAGE_NAMES } from "./xeroPages.ts";

/** Serves the captured pages over TLS at the addresses they were seen at, for Chromium to map go.xero.com onto. */
export async function startFakeXero(): Promise<{ port: number; close: () => void }> {
  const { chainPem: cert, keyPem: key } = await newCertificate(new Date());
  const pages = new Map(PAGE_NAMES.map((name) => [pathOf(expectedOf(name).url), name]));
  const server = createServer({ key, cert }, (request, response) => {
    const url = new URL(request.url ?? "/", "https://go.xero.com");
    const code = /^\/app\/(![^/]+)/.exec(url.pathname)?.[1] ?? CAPTURED_CODE;
    // Every bill has the page of the captured one, about itself.
    const bill = url.pathname.endsWith("/bills/view/bill") ? url.searchParams.get("id") : null;
    const name = pages.get(pathOf(url.href.replace(code, CAPTURED_CODE).replace(bill ?? BILL_ID, BILL_ID)));
    const coep: Record<string, string> = url.searchParams.has("coep") ? { "Cross-Origin-Embedder-Policy": "require-corp", "Cross-Origin-Opener-Policy": "same-origin" } : {};
    response.writeHead(name === undefined ? 404 : 200, { "Content-Type": "text/html; charset=utf-8", ...coep });
    response.end(name === undefined ? "<h1>Not found</h1>" : manyRows(htmlOf(name), Number(url.searchParams.get("rows") ?? 0)).replaceAll(CAPTURED_CODE, code).replaceAll(bill === null ? CAPTURED_CODE : BILL_ID, bill ?? code).replace(`/app/${code}/homepage`, `/app/${url.searchParams.get("nav") ?? code}/homepage`).replace("</head>", `${STYLE}</head>`));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

function pathOf(address: string): string {
  const url = new URL(address);
  for (const own of ["coep", "rows", "nav"]) url.searchParams.delete(own);
  return `${url.pathname.toLowerCase()}${url.search.toLowerCase()}`;
}

const CAPTURED_CODE = "!DmO1!";

/** The bills list with as many rows as asked for, each with its own id. */
function manyRows(html: string, count: number): string {
  if (count === 0) return html;
  const row = (index: number) => {
    const href = `/app/${CAPTURED_CODE}/bills/view/bill?id=${index.toString(16).padStart(8, "0")}-72a3-4e9d-8b81-02c34d6e7f89`;
    return `<tr><td><input type="checkbox"></td><td><a href="${href}">Supplier ${index % 211}</a></td><td><a href="${href}">REF-${index}</a></td><td>7 Nov 2026</td><td>20 Dec 2026</td><td>${index}.00</td></tr>`;
  };
  return html.replace(/(<tbody[^>]*>)[\s\S]*?(<\/tbody>)/, (_, open: string, close: string) => open + Array.from({ length: count }, (__, index) => row(index)).join("") + close);
}

/** The captures carry no style; enough of one that badges lie where they would. */
const STYLE = `<style>body{font:15px/1.4 Arial,sans-serif;margin:0;background:#f2f3f4;color:#1c2430}nav#wac-top-panel{background:#13b5ea;color:#fff;padding:12px 24px;display:flex;gap:24px;height:40px}
nav#wac-top-panel a{color:#fff}nav#wac-top-panel ul{display:flex;gap:16px;list-style:none;margin:0;padding:0}.x-nav--sub-nav-container-hidden{display:none}
header.xui-pageheading,#page_title{background:#fff;padding:16px 24px;display:flex;justify-content:space-between;align-items:center}.xui-pageheading--content{display:flex;flex:1;justify-content:space-between;align-items:center}
.xui-pageheading--actions{display:flex;align-items:center;gap:8px}.xui-pageheading--rightcontent{display:flex}
.xui-panel,#bodyContainer{background:#fff;margin:24px;padding:16px}table{border-collapse:collapse;width:100%}td,th{padding:10px;border-bottom:1px solid #ddd;text-align:left}h1{font-size:20px;margin:0}</style>`;
