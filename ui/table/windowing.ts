/** A range of rows, without `to`. */
export interface RowWindow {
  readonly from: number;
  readonly to: number;
}

const OVERSCAN = 8;

/** The rows to draw for a scroll position: those in view and a few more, so that scrolling shows no gaps. */
export function rowWindow(scrollTop: number, height: number, rowHeight: number, count: number): RowWindow {
  const first = Math.floor(scrollTop / rowHeight) - OVERSCAN;
  const last = Math.ceil((scrollTop + height) / rowHeight) + OVERSCAN;
  const from = Math.max(0, Math.min(first, count));
  return { from, to: Math.max(from, Math.min(last, count)) };
}

/** The scroll position that brings row `index` into view; unchanged when it is already visible. */
export function scrollToShow(index: number, scrollTop: number, height: number, rowHeight: number): number {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  if (top + rowHeight > scrollTop + height) return top + rowHeight - height;
  return scrollTop;
}

/** The row that a key moves to, or null for other keys. */
export function rowForKey(key: string, at: number, count: number, page: number): number | null {
  if (count === 0) return null;
  const to: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at < 0 ? count - 1 : at - 1,
    PageDown: Math.max(at, 0) + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  };
  const row = to[key];
  return row === undefined ? null : Math.max(0, Math.min(row, count - 1));
}
