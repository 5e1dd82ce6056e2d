import type { Page } from './page.ts';
import type { Style } from './style.ts';

export interface Cell {
  /** Printable ASCII, so that its length is its width. */
  readonly text: string;
  readonly style?: Style;
}

const NOTHING: Cell = { text: '' };

/** A row of cells, or one finished line across all columns. */
export type Row = readonly Cell[] | string;

/** Minimum width of the last column, even if the line then becomes too long. */
const NARROWEST = 24;
const GAP = '  ';

/** Breaks text into lines of at most `width` columns: between words, and within a word only if it is too long. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let start = afterSpaces(text, 0);
  while (text.length - start > width) {
    // Searches only this line: in the whole text, a search without a match would go back to its beginning.
    const space = text.slice(start, start + width + 1).lastIndexOf(' ');
    const end = start + (space > 0 ? space : width);
    lines.push(text.slice(start, end));
    start = afterSpaces(text, end);
  }
  if (start < text.length || lines.length === 0) lines.push(text.slice(start));
  return lines;
}

function afterSpaces(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ') at += 1;
  return at;
}

/** Wraps a paragraph: the first line starts with `lead`, the others are indented to the same column. */
export function paragraph(lead: string, text: string, columns: number): string[] {
  const width = Math.max(columns - lead.length, NARROWEST);
  return wrap(text, width).map((line, index) => (index === 0 ? lead : ' '.repeat(lead.length)) + line);
}

/**
 * Lays out rows under a dim heading. Each column is as wide as its widest cell; the last column takes the rest of the
 * line and wraps.
 */
export function table(
  heading: readonly string[],
  rows: readonly Row[],
  { columns, paint }: Pick<Page, 'columns' | 'paint'>,
): string[] {
  const widths = heading.slice(0, -1).map(({ length }) => length);
  for (const row of rows) {
    if (typeof row === 'string') continue;
    for (let column = 0; column < widths.length; column += 1) {
      const { length } = (row[column] ?? NOTHING).text;
      if (length > (widths[column] ?? 0)) widths[column] = length;
    }
  }
  const used = widths.reduce((sum, width) => sum + width + GAP.length, GAP.length);
  const rest = Math.max(columns - used, NARROWEST);
  const lines: string[] = [];
  const below = ' '.repeat(used);
  const addRow = (row: readonly Cell[]) => {
    let lead = GAP;
    widths.forEach((width, column) => {
      const { text, style = null } = row[column] ?? NOTHING;
      lead += paint(text, style) + ' '.repeat(width - text.length) + GAP;
    });
    const { text, style = null } = row[widths.length] ?? NOTHING;
    for (const line of wrap(text, rest)) {
      lines.push((lead + paint(line, style)).trimEnd());
      lead = below;
    }
  };
  addRow(heading.map((text): Cell => ({ text, style: 'dim' })));
  for (const row of rows) {
    if (typeof row === 'string') lines.push(row);
    else addRow(row);
  }
  return lines;
}
