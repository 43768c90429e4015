/** A document number as a counter in a series: "B0185/57559" is 57559 of "B0185/", five digits. */
export interface NumberInSeries {
  /** All but the last run of digits, and how many digits that has: equal for numbers that one counter may have given out. */
  readonly series: string;
  readonly number: number;
}

/** A longer number is a reference or a scan gone wrong, not a counter. */
const LENGTH_MAX = 64;
/** More digits than a safe integer is sure to hold. */
const DIGITS_MAX = 15;
const LAST_RUN = /\d+(?=\D*$)/;

/** Null where there is no counter in it. */
export function numberIn(documentNumber: string | null | undefined): NumberInSeries | null {
  if (documentNumber == null || documentNumber.length > LENGTH_MAX) return null;
  const run = LAST_RUN.exec(documentNumber);
  if (run === null || run[0].length > DIGITS_MAX) return null;
  const [digits] = run;
  return { series: `${documentNumber.slice(0, run.index)}#${digits.length}#${documentNumber.slice(run.index + digits.length)}`, number: Number(digits) };
}

/** The numbers next to this one in its series, as they would be written, the nearest first: "B0099" has "B0098" and "B0100" beside it. */
export function numbersBeside(documentNumber: string | null | undefined, reach: number): readonly { readonly text: string; readonly gap: number }[] {
  const own = numberIn(documentNumber);
  if (own === null || documentNumber == null) return [];
  const run = LAST_RUN.exec(documentNumber);
  if (run === null) return [];
  const [digits] = run;
  return Array.from({ length: reach }, (_, i) => i + 1).flatMap((gap) => [own.number - gap, own.number + gap].flatMap((number) => {
    const written = String(Math.max(0, number)).padStart(digits.length, "0");
    return number < 0 || written.length > digits.length ? [] : [{ text: documentNumber.slice(0, run.index) + written + documentNumber.slice(run.index + digits.length), gap }];
  }));
}
