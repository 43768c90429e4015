/** The values of one field that a question meets, numbered as they come: rows are summed up and compared by number, not by text. */
export class Vocabulary {
  readonly values: string[] = [];
  private readonly numbers = new Map<string, number>();
  /** Scratch of foldedRow.ts, by number: all zero between two rows. */
  readonly slots: number[] = [];

  numberOf(value: string): number {
    const known = this.numbers.get(value);
    if (known !== undefined) return known;
    const number = this.values.length;
    this.numbers.set(value, number);
    this.values.push(value);
    this.slots.push(0);
    return number;
  }

  /** Undefined where no row had it. */
  find(value: string): number | undefined {
    return this.numbers.get(value);
  }
}
