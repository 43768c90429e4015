import type { Tone } from "../data/marks.ts";

/** One shape per tone, so that colour never carries the meaning alone. Drawn in a 16 × 16 box with the text's colour. */
const PATHS: Readonly<Record<Tone, string>> = {
  quiet: "M3 3h10v10H3zM6.5 3v10",
  good: "M3 8.5l3.2 3.2L13 5",
  info: "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11M8 7.5v3M8 5.2v.1",
  attention: "M8 2.5L14 13H2zM8 6.5v3M8 11.3v.1",
  alarm: "M5.4 2.5h5.2L13.5 5.4v5.2l-2.9 2.9H5.4l-2.9-2.9V5.4zM8 5v4M8 11.2v.1",
};

export function icon(doc: Document, tone: Tone): SVGSVGElement {
  const svg = doc.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const path = doc.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[tone]);
  for (const [name, value] of Object.entries({ fill: "none", stroke: "currentColor", "stroke-width": "1.7", "stroke-linecap": "round", "stroke-linejoin": "round" }))
    path.setAttribute(name, value);
  svg.append(path);
  return svg;
}
