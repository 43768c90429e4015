/** What a client gets that does not ask for JSON: XML is Xero's default (facts §1.1, §8.24). */
export function asXml(name: string, value: unknown): string {
  if (Array.isArray(value)) {
    const single = name.endsWith("ies") ? `${name.slice(0, -3)}y` : name.replace(/s$/, "");
    return `<${name}>${value.map((one) => asXml(single, one)).join("")}</${name}>`;
  }
  if (typeof value === "object" && value !== null) {
    return `<${name}>${Object.entries(value).map(([key, inner]) => asXml(key, inner)).join("")}</${name}>`;
  }
  const text = String(value ?? "").replace(/\/Date\((\d+)\+0000\)\//, (_, ms) => new Date(Number(ms)).toISOString().slice(0, 19));
  return `<${name}>${text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")}</${name}>`;
}
