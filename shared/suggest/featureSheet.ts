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

  /** Null: a column of zeros. */
  put(values: ArrayLike<number> | null): void {
    if (values !== null) for (let i = 0; i < this.size; i++) this.matrix[i * featureCount + this.column] = values[i] ?? 0;
    this.column++;
  }

  skip(columns: number): void {
    this.column += columns;
  }
}
