import type { Panel } from '../drivers/panel.ts';

/** The text of one row of the request table. */
export interface RequestRow {
  status: string;
  method: string;
  host: string;
  path: string;
  connection: string;
  /** The statuses of the attempts, in order. */
  attempts: string[];
  /** Whether the row is marked as coalesced, by its last attempt. */
  coalesced: boolean;
}

/** The paths in the visible rows, sorted. Empty without a table. */
export async function pathsInView(panel: Panel): Promise<string[]> {
  const paths = await panel.evaluate(() =>
    [...document.querySelectorAll('.grid.requests .grid-body .col-path')].map(
      (cell) => cell.textContent?.trim() ?? '',
    ),
  );
  return paths.sort();
}

/** Reads every row of the request table, in order. It scrolls, because only visible rows are in the document. */
export async function readRequestRows(panel: Panel): Promise<RequestRow[]> {
  const rows = new Map<number, RequestRow>();
  const total = await panel.evaluate(
    () => Number(document.querySelector('.grid.requests')?.getAttribute('aria-rowcount')) - 1,
  );
  for (let from = 0; rows.size < total; from += 1) {
    for (const [index, row] of await panel.evaluate(rowsInView, from)) rows.set(index, row);
    if (from > total) throw new Error(`the table has ${total} rows, but only ${rows.size} were shown`);
  }
  return [...rows].sort(([a], [b]) => a - b).map(([, row]) => row);
}

/** The rows of requests to servers. Firefox's DevTools also lists `data:` URLs; Chromium's do not. */
export async function readNetworkRows(panel: Panel): Promise<RequestRow[]> {
  return (await readRequestRows(panel)).filter(({ host }) => host !== 'data:');
}

/** Runs in the panel: scrolls to a row and returns the rows that are then in the document. */
async function rowsInView(from: number): Promise<[number, RequestRow][]> {
  const grid = document.querySelector('.grid.requests');
  if (!grid) throw new Error('no request table');
  const height = grid.querySelector('.grid-body .grid-row')?.getBoundingClientRect().height ?? 21;
  grid.scrollTop = from * height;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null))));
  return [...grid.querySelectorAll('.grid-body [role=row]')].map((row) => {
    const cell = (name: string): Element => {
      const found = row.querySelector(`.col-${name}`);
      if (!found) throw new Error(`no cell ${name}`);
      return found;
    };
    const text = (name: string): string => cell(name).textContent?.trim() ?? '';
    return [
      Number(row.getAttribute('aria-rowindex')) - 2,
      {
        status: text('status'),
        method: text('method'),
        host: text('host'),
        path: text('path'),
        connection: /[0-9]+$/.exec(text('connection'))?.[0] ?? '',
        attempts: [...cell('attempts').querySelectorAll('.attempt')].map((each) => each.textContent ?? ''),
        coalesced: cell('connection').querySelector('[title*="shared"]') !== null,
      },
    ];
  });
}

/** The number next to a label in the summary. */
export function summaryNumber(panel: Panel, label: string): Promise<number | null> {
  return panel.evaluate((wanted: string) => {
    const items = [...document.querySelectorAll('.summary-item')];
    const text = items.map((each) => each.textContent ?? '').find((each) => each.includes(wanted));
    return text === undefined ? null : Number.parseInt(text, 10);
  }, label);
}
