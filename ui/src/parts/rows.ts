// The arithmetic behind Rows.svelte: which rows are in sight, and where a key leads. No DOM, so that it can be tested as it is.

/** The rows to draw, `from` inclusive, `to` exclusive. */
export interface Slice {
  from: number;
  to: number;
}

/** Rows in sight of a viewport scrolled to `top`, with `spare` rows on either side so that scrolling shows no gaps. */
export function slice(top: number, viewport: number, rowHeight: number, total: number, spare = 6): Slice {
  const from = Math.max(0, Math.floor(top / rowHeight) - spare);
  const to = Math.min(total, Math.ceil((top + viewport) / rowHeight) + spare);
  return { from: Math.min(from, to), to };
}

/** The row a key leads to, or nothing when the key is not for moving. A list without a chosen row begins at its first. */
export function destination(key: string, at: number, total: number, perPage: number): number | undefined {
  if (total === 0) return undefined;
  const last = total - 1;
  const clamp = (row: number): number => Math.min(last, Math.max(0, row));
  switch (key) {
    case "ArrowDown":
      return at < 0 ? 0 : clamp(at + 1);
    case "ArrowUp":
      return at < 0 ? 0 : clamp(at - 1);
    case "PageDown":
      return clamp(Math.max(at, 0) + Math.max(1, perPage));
    case "PageUp":
      return clamp(Math.max(at, 0) - Math.max(1, perPage));
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return undefined;
  }
}

/** How far the viewport has to be scrolled so that a row is wholly in it; unchanged when it already is. */
export function reveal(row: number, top: number, viewport: number, rowHeight: number): number {
  const start = row * rowHeight;
  if (start < top) return start;
  const end = start + rowHeight;
  return end > top + viewport ? end - viewport : top;
}
