const GAP_PX = 6;

export interface CellBox {
  /** Edges of the cell, in the window's coordinates. */
  top: number;
  right: number;
  height: number;
  /** Room between what the cell shows and its right edge. */
  roomPx: number;
}

/** Boxes of a row's cells from the one with the link on. Only geometry is read, never what a cell says. */
export function cellBoxes(row: Element, anchor: Element): CellBox[] {
  const cells = [...row.querySelectorAll<Element>(':scope > td, :scope > [role="cell"]')];
  const first = cells.findIndex((cell) => cell.contains(anchor));
  const range = row.ownerDocument.createRange();
  return (first === -1 ? [row] : cells.slice(first)).map((cell) => {
    const box = cell.getBoundingClientRect();
    range.selectNodeContents(first === -1 ? anchor : cell);
    const content = range.getBoundingClientRect();
    return { top: box.top, right: box.right, height: box.height, roomPx: box.right - (content.width === 0 ? box.left : content.right) - GAP_PX };
  });
}

/**
 * One column for all badges, so that they stand under each other: the first with room for every wide badge on screen, else the first with room for
 * the small ones, else the link's own.
 */
export function badgeColumn(rows: readonly (readonly CellBox[])[], wideWidthPx: number, compactWidthPx: number): { column: number; compact: boolean } {
  const columns = Math.min(...rows.map((cells) => cells.length));
  if (!Number.isFinite(columns)) return { column: 0, compact: false };
  const rooms = Array.from({ length: columns }, (_, column) => Math.min(...rows.map((cells) => cells[column]?.roomPx ?? 0)));
  const wide = rooms.findIndex((roomPx) => roomPx >= wideWidthPx + GAP_PX);
  if (wide !== -1) return { column: wide, compact: false };
  const small = rooms.findIndex((roomPx) => roomPx >= compactWidthPx);
  return { column: Math.max(small, 0), compact: true };
}

/** Where a badge of this width goes in its cell. */
export function placeIn(cell: CellBox, widthPx: number, heightPx: number): { x: number; y: number } {
  return { x: cell.right - widthPx - GAP_PX, y: cell.top + (cell.height - heightPx) / 2 };
}
