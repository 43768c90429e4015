/**
 * One sheet for chip, badges and card frame, shared by their shadow roots. Every dimension is set here: Xero's own rules reach foreign elements.
 * Contrast of each tone's text on its ground is at least 4.5:1, in both colour schemes.
 */
const CSS = `
:host{all:initial!important;display:inline-block!important;vertical-align:middle!important}
:host(marginalia-rows){display:block!important;position:absolute!important;left:0!important;top:0!important;width:0!important;height:0!important;z-index:5!important}
:host([hidden]){display:none!important}
*{box-sizing:border-box;margin:0}
.chip,.badge{font:500 13px/1 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;letter-spacing:0;display:inline-flex;align-items:center;gap:8px;
 height:32px;max-width:520px;padding:0 12px;border-radius:16px;border:1px solid var(--edge);background:var(--ground);color:var(--ink);cursor:pointer;
 white-space:nowrap;text-align:left;transition:box-shadow .12s}
.chip{margin:0 8px}
.chip:hover,.badge:hover{box-shadow:0 1px 6px rgb(0 0 0/.22)}
.chip:focus-visible,.badge:focus-visible{outline:3px solid #1f6feb;outline-offset:2px}
.project{font-weight:600;overflow:hidden;text-overflow:ellipsis;min-width:0}
.part{flex:none}
.part::before{content:"·";margin-right:8px;opacity:.6}
.chip>svg+.part::before{content:none}
svg{flex:none;width:16px;height:16px;display:block}
.badge{height:22px;padding:0 8px 0 6px;gap:5px;font-size:12px;border-radius:11px;position:absolute;left:0;top:0;pointer-events:auto;max-width:220px}
.badge.compact{width:22px;padding:0;justify-content:center}
.badge.compact span{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.quiet{--ground:#f4f5f7;--edge:#c9ced6;--ink:#39424e}
.good{--ground:#e8f5ee;--edge:#a9d5bd;--ink:#0f5a35}
.info{--ground:#e9f0fd;--edge:#aec6f2;--ink:#16458f}
.attention{--ground:#fff3dc;--edge:#e8c27a;--ink:#734200}
.alarm{--ground:#b3261e;--edge:#8c1d18;--ink:#fff;font-weight:700}
.frame{position:fixed;z-index:2147483000;border:0;border-radius:12px;width:440px;max-width:calc(100vw - 24px);background:#fff;color-scheme:normal;
 box-shadow:0 12px 40px rgb(16 24 40/.28),0 0 0 1px rgb(16 24 40/.1);display:block}
.frame.waiting{opacity:0}
@media(prefers-reduced-motion:reduce){*{transition:none!important}}
@media(forced-colors:active){.chip,.badge{border:1px solid ButtonText}}
`;

const sheets = new WeakMap<Document, CSSStyleSheet>();

/** A constructed sheet belongs to the document whose window made it. */
export function overlaySheet(doc: Document): CSSStyleSheet {
  const known = sheets.get(doc);
  if (known !== undefined) return known;
  const view = doc.defaultView as Window & typeof globalThis;
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(CSS);
  sheets.set(doc, sheet);
  return sheet;
}
