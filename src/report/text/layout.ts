import type { Paint, Style } from './style.ts';

export interface Cell {
  /** Printable ASCII, so its length is its width. */
  readonly text: string;
  readonly style?: Style;
}

const NOTHING: Cell = { text: '' };

/** A row of cells, or a line of its own across all columns, already laid out. */
export type Row = readonly Cell[] | string;

/** The last column of a table gets at least this, even where the line then is too long. */
const NARROWEST = 24;
const GAP = '  ';

/** Lines of at most `width` columns; broken between words, and within a word only when it is too long. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let start = afterSpaces(text, 0);
  while (text.length - start > width) {
    // Of the line alone: a search in all of the text would go back to its beginning where there is no space.
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

/** A wrapped paragraph, its first line led by `lead` and the others indented below it. */
export function paragraph(lead: string, text: string, columns: number): string[] {
  const width = Math.max(columns - lead.length, NARROWEST);
  return wrap(text, width).map((line, index) => (index === 0 ? lead : ' '.repeat(lead.length)) + line);
}

/**
 * Rows under a dim heading. Each column is as wide as its widest cell; the last takes the rest of the line
 * and wraps.
 */
export function table(
  heading: readonly string[],
  rows: readonly Row[],
  columns: number,
  paint: Paint,
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
