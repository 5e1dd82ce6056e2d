// Measures how responsive the panel stays while it reads a NetLog of 100 MB, in a real Chromium. `npm run bench` runs it.
// The baseline in the same run is the time of JSON.parse for that file on the page's main thread.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { findChromium, noChromium } from '../../e2e/drivers/find-chromium.ts';
import { servePageShell } from '../../e2e/drivers/page-shell.ts';
import { FILES } from '../reading/files.ts';
import { mainThreadTasks } from './main-thread-tasks.ts';
import { cancelTime, importTimes, parseTime } from './times.ts';

const BYTES = 100e6;
/** From this duration on the browser calls a task long. */
const LONG = 50;

const executablePath = findChromium();
if (executablePath === null) console.log(noChromium);
else await measure(executablePath);

async function measure(executable: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'coalescope-bench-'));
  const shell = await servePageShell();
  const browser = await chromium.launch({ executablePath: executable, args: ['--no-sandbox'] });
  try {
    print(['file', 'JSON.parse', 'first lanes', 'all read', 'longest task', 'long tasks', 'cancel']);
    for (const { name, grow } of FILES) {
      const path = join(folder, 'big.json');
      grow(path, BYTES);
      const open = () =>
        openPage(() => browser.newPage({ viewport: { width: 1400, height: 900 } }), shell.url);
      const baseline = await open();
      const parsed = await parseTime(baseline, path);
      await baseline.close();
      const page = await open();
      await browser.startTracing(page, { categories: ['toplevel'] });
      const { lanes, read } = await importTimes(page, path);
      const tasks = mainThreadTasks((await browser.stopTracing()).toString());
      const canceled = await cancelTime(page, path);
      await page.close();
      rmSync(path);
      const part = (ms: number | null) =>
        ms === null ? '-' : `${ms.toFixed(0)} (${(ms / parsed).toFixed(3)})`;
      const longest = Math.max(...tasks);
      const long = tasks.filter((ms) => ms > LONG).length;
      print([name, parsed.toFixed(0), part(lanes), part(read), part(longest), String(long), part(canceled)]);
    }
    console.log(
      'In ms; in brackets as parts of JSON.parse. Tasks by CPU time: other processes do not count.',
    );
  } finally {
    await browser.close();
    await shell.close();
    rmSync(folder, { recursive: true });
  }
}

async function openPage(create: () => Promise<Page>, url: string): Promise<Page> {
  const page = await create();
  await page.goto(url);
  return page;
}

function print([name = '', ...cells]: readonly string[]): void {
  console.log(name.padEnd(26) + cells.map((cell) => cell.padStart(16)).join(''));
}
