import { featureCount } from "./channels.ts";

/** The numbers of all candidates, one row per candidate, filled column by column in the order of `featureNames`. */
export class FeatureSheet {
  readonly matrix: Float64Array;
  private readonly size: number;
  private column = 0;

  constructor(size: number) {
    this.size = size;
    this.matrix = new Float64Array(size * featureCount);
  }

  /** The next column: one number per candidate, the first of them at `from`. */
  put(values: ArrayLike<number>, from = 0): void {
    for (let i = 0; i < this.size; i++) this.matrix[i * featureCount + this.column] = values[from + i] ?? 0;
    this.column++;
  }

  /** The next column, the same for every candidate. */
  fill(value: number): void {
    for (let i = 0; i < this.size; i++) this.matrix[i * featureCount + this.column] = value;
    this.column++;
  }

  /** So many columns of zeros. */
  skip(columns: number): void {
    this.column += columns;
  }
}
