const LOCALE = "en-AU";

/** Integer minor units → "$1,709.82"; foreign currencies carry their code ("USD 120.00"). */
export function money(amountMinor: number, currency = "AUD"): string {
  const format = new Intl.NumberFormat(LOCALE, { style: "currency", currency, currencyDisplay: currency === "AUD" ? "narrowSymbol" : "code" });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amountMinor / 10 ** digits).replace("-", "−");
}

/** Whole units only, for figures that are read at a glance. */
export function roundMoney(amountMinor: number, currency = "AUD"): string {
  const format = new Intl.NumberFormat(LOCALE, {
    style: "currency",
    currency,
    currencyDisplay: currency === "AUD" ? "narrowSymbol" : "code",
    maximumFractionDigits: 0,
  });
  const digits = new Intl.NumberFormat(LOCALE, { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amountMinor / 10 ** digits).replace("-", "−");
}

/** 2026-11-03 → "3 Nov 2026". A calendar day, so no time zone may move it. */
export function day(date: string): string {
  return new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(new Date(`${date}T00:00:00Z`));
}

/** Epoch milliseconds → "3 Nov, 4:12 pm" on the reader's own clock. */
export function moment(atMs: number): string {
  return new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" }).format(new Date(atMs));
}

/** 750 → "12 h 30 min". */
export function hours(minutes: number): string {
  const whole = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  const text = rest === 0 ? `${whole} h` : whole === 0 ? `${rest} min` : `${whole} h ${rest} min`;
  return minutes < 0 ? `−${text}` : text;
}

/** Hundredths of a percent → "31.2 %". */
export function percent(partE2: number): string {
  return `${new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(partE2 / 100).replace("-", "−")} %`;
}

/** A confidence in hundredths of a percent → "97 %". Never 100: nothing that is counted is certain. */
export function wholePercent(partE2: number): string {
  return `${Math.min(99, Math.round(partE2 / 100))} %`;
}

/** 95_000 → "2 min"; used for estimates, so never zero. */
export function duration(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  if (minutes < 60) return `${Math.max(1, minutes)} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** 36_400 → "about 40 s": rounded up, so that it is not read as over before it is. */
export function shortWait(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  if (seconds <= 5) return "a moment";
  return seconds <= 90 ? `about ${Math.ceil(seconds / 5) * 5} s` : `about ${Math.ceil(seconds / 60)} min`;
}

export function count(value: number): string {
  return new Intl.NumberFormat(LOCALE).format(value);
}
