/** What the Worker is told from outside, parsed once. Nothing else reads the environment. */
export interface Config {
  xeroApiUrl: string;
  xeroIdentityUrl: string;
  xeroLoginUrl: string;
  xeroClientId: string;
  xeroClientSecret: string;
  xeroWebhookKey: string;
  /** The first is current; the others only open what they once sealed. */
  tokenKeys: readonly TokenKey[];
  publicUrl: string;
  extensionIds: readonly string[];
  setupToken: string;
  /** A language model that organisations may consent to; null: none is set up. Without an address it is the AI binding's. */
  languageModel: { url: string | null; key: string | null; model: string } | null;
}

export interface TokenKey {
  id: string;
  /** 32 bytes: AES-256. */
  bytes: Uint8Array<ArrayBuffer>;
}

/** A setting that is missing or malformed. Names it and says what it should be; never its value. */
interface ConfigProblem {
  name: string;
  sentence: string;
}

export type ConfigResult = { ok: true; config: Config } | { ok: false; problems: readonly ConfigProblem[] };

/** A parsed value, or the sentence that says what it should have been. */
type Parsed<T> = { value: T } | { sentence: string };

/** Reads every setting and reports everything that is wrong at once: a person mends the list, not one line at a time. */
export function parseConfig(env: Readonly<Record<string, unknown>>): ConfigResult {
  const problems: ConfigProblem[] = [];
  const read = <T>(name: string, parse: (text: string) => Parsed<T>, missing: T): T => {
    const raw = env[name];
    if (typeof raw !== "string" || raw.trim() === "") {
      problems.push({ name, sentence: "is missing" });
      return missing;
    }
    const parsed = parse(raw.trim());
    if ("value" in parsed) return parsed.value;
    problems.push({ name, sentence: parsed.sentence });
    return missing;
  };
  const optional = <T>(name: string, parse: (text: string) => Parsed<T>): T | null => (typeof env[name] === "string" && env[name].trim() !== "" ? read<T | null>(name, parse, null) : null);
  const config: Config = {
    xeroApiUrl: read("XERO_API_URL", url, ""),
    xeroIdentityUrl: read("XERO_IDENTITY_URL", url, ""),
    xeroLoginUrl: read("XERO_LOGIN_URL", url, ""),
    xeroClientId: read("XERO_CLIENT_ID", text(4), ""),
    xeroClientSecret: read("XERO_CLIENT_SECRET", text(8), ""),
    xeroWebhookKey: read("XERO_WEBHOOK_KEY", text(8), ""),
    tokenKeys: read("TOKEN_KEYS", tokenKeys, []),
    publicUrl: read("PUBLIC_URL", publicUrl, ""),
    extensionIds: read("EXTENSION_IDS", extensionIds, []),
    setupToken: read("SETUP_TOKEN", text(16), ""),
    languageModel: optional("LANGUAGE_MODEL", text(2)) === null ? null : {
      model: optional("LANGUAGE_MODEL", text(2)) ?? "",
      url: optional("LANGUAGE_MODEL_URL", url),
      key: optional("LANGUAGE_MODEL_KEY", text(4)),
    },
  };
  return problems.length === 0 ? { ok: true, config } : { ok: false, problems };
}

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

function url(raw: string): Parsed<string> {
  if (!URL.canParse(raw)) return { sentence: "must be an address such as https://example.com" };
  const parsed = new URL(raw);
  if (parsed.search !== "" || parsed.hash !== "" || parsed.username !== "")
    return { sentence: "must be an address without query, fragment or user name" };
  if (parsed.protocol === "https:" || (parsed.protocol === "http:" && LOOPBACK.has(parsed.hostname)))
    return { value: parsed.href.replace(/\/+$/, "") };
  return { sentence: "must start with https:// (http:// only on this machine)" };
}

/** Xero refuses a document Url that contains its own name, and that Url carries our id: probes rest on it. */
function publicUrl(raw: string): Parsed<string> {
  const parsed = url(raw);
  if ("value" in parsed && parsed.value.toLowerCase().includes("xero"))
    return { sentence: 'must not contain "xero": Xero refuses such links on documents' };
  return parsed;
}

function text(minimumLength: number): (raw: string) => Parsed<string> {
  return (raw) =>
    raw.length >= minimumLength && !/\s/.test(raw)
      ? { value: raw }
      : { sentence: `must be at least ${minimumLength} characters without spaces` };
}

function tokenKeys(raw: string): Parsed<readonly TokenKey[]> {
  const sentence = "must be a comma-separated list of keyId:base64, each key 32 bytes, each keyId once";
  const keys: TokenKey[] = [];
  for (const part of raw.split(",")) {
    const match = /^\s*([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]{43}=)\s*$/.exec(part);
    if (match?.[1] === undefined || match[2] === undefined) return { sentence };
    const bytes = Uint8Array.from(atob(match[2]), (char) => char.charCodeAt(0));
    if (keys.some((key) => key.id === match[1])) return { sentence };
    keys.push({ id: match[1], bytes });
  }
  return { value: keys };
}

/** Chrome's extension ids are 32 letters a to p. */
function extensionIds(raw: string): Parsed<readonly string[]> {
  const ids = raw.split(",").map((id) => id.trim());
  return ids.every((id) => /^[a-p]{32}$/.test(id))
    ? { value: ids }
    : { sentence: "must be a comma-separated list of extension ids, each 32 letters from a to p" };
}
