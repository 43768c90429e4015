/** Rows of numbers, most of them zero: those that are not, one row after the other. */
export interface SparseRows {
  /** First entry of each row, plus the end. */
  readonly starts: Int32Array;
  readonly column: Uint8Array;
  readonly value: Float32Array;
}

/** Collects blocks of rows as they come. */
export function sparseRows(width: number): { add: (rows: Float64Array) => void; done: () => SparseRows } {
  const starts = [0];
  const columns: Uint8Array[] = [];
  const values: Float32Array[] = [];
  let length = 0;
  return {
    add(rows) {
      const column = new Uint8Array(rows.length);
      const value = new Float32Array(rows.length);
      let used = 0;
      rows.forEach((one, i) => {
        if (one !== 0) {
          column[used] = i % width;
          value[used++] = one;
        }
        if ((i + 1) % width === 0) starts.push(length + used);
      });
      length += used;
      columns.push(column.slice(0, used));
      values.push(value.slice(0, used));
    },
    done() {
      const column = new Uint8Array(length);
      const value = new Float32Array(length);
      let at = 0;
      columns.forEach((block, i) => {
        column.set(block, at);
        value.set(values[i]!, at);
        at += block.length;
      });
      return { starts: Int32Array.from(starts), column, value };
    },
  };
}

/** Rows `from` up to `to` written out. */
export function written(rows: SparseRows, from: number, to: number, width: number): Float64Array {
  const matrix = new Float64Array((to - from) * width);
  for (let row = from; row < to; row++) {
    for (let k = rows.starts[row]!; k < rows.starts[row + 1]!; k++) matrix[(row - from) * width + rows.column[k]!] = rows.value[k]!;
  }
  return matrix;
}
