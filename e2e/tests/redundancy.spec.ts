import { type Browser, chromium, expect, type Page, test } from 'playwright/test';
import { analyze } from '../../src/analysis/analyze.ts';
import { readHar } from '../../src/sources/har/read-har.ts';
import { createNetLogReader } from '../../src/sources/netlog/netlog-reader.ts';
import { buildCapture } from '../../src/testing/build-capture.ts';
import { captureOf } from '../../src/testing/fixtures.ts';
import { findCertutil, noCertutil } from '../drivers/client-certificate.ts';
import { buildExtension } from '../drivers/extension.ts';
import { findChromium, noChromium } from '../drivers/find-chromium.ts';
import { servePageShell } from '../drivers/page-shell.ts';
import { checkNetLog } from '../generator/netlog-truth.ts';
import { record } from '../generator/record.ts';
import { checkBestCase } from '../generator/redundancy/best-case-check.ts';
import { checkBounds } from '../generator/redundancy/bounds-check.ts';
import { makeRedundancyPlan } from '../generator/redundancy/make-plan.ts';
import { cellWords, checkMatrix } from '../generator/redundancy/matrix-check.ts';
import { checkRedundancy, connectionIds } from '../generator/redundancy/netlog-check.ts';
import { CAUSES, type RedundancyRun } from '../generator/redundancy/plan.ts';
import { sidesOf } from '../generator/redundancy/sides.ts';

/**
 * One of the random runs that `npm run accuracy -- --redundancy` measures, for each cause: the causes in the analysis
 * match the plan and the servers' log.
 */

test.skip(findChromium() === null, noChromium);

/** In these runs the matrix of the panel is checked, too. */
const IN_THE_PANEL = new Set(['CRED', 'AFTER-421']);

let shell: Awaited<ReturnType<typeof servePageShell>>;
let browser: Browser;

test.beforeAll(async () => {
  shell = await servePageShell();
  browser = await chromium.launch({ executablePath: findChromium() ?? '', args: ['--no-sandbox'] });
});

test.afterAll(async () => {
  await browser?.close();
  await shell?.close();
});

for (const cause of CAUSES) {
  // The position in the list is the smallest seed for a cause; for the first cause it is the length of the list, not 0.
  const seed = CAUSES.indexOf(cause) || CAUSES.length;
  test(`random run ${seed} (${cause}): each redundant connection has its cause`, async () => {
    test.setTimeout(240_000);
    const plan = makeRedundancyPlan(seed);
    test.skip(plan.clientCertificate === true && findCertutil() === null, noCertutil);
    expect(plan.cause).toBe(cause);
    const recording = await record(plan, await buildExtension());
    expect(recording.unfinished).toEqual([]);
    const run: RedundancyRun = { ...recording, plan };

    const fromNetLog = analyze(captureOf(createNetLogReader, recording.netLog));
    expect(checkNetLog(fromNetLog, run.truth).differences).toEqual([]);
    const { judged, differences } = checkRedundancy(fromNetLog, run);
    expect(differences).toEqual([]);
    expect(judged.some(({ said }) => said === cause)).toBe(true);
    expect(checkBestCase(fromNetLog.bestCase, run)).toEqual([]);
    const ids = connectionIds(fromNetLog, run.truth, judged);
    expect(checkMatrix(fromNetLog, run, ids).differences).toEqual([]);

    const byId = new Map(judged.map((each) => [ids.get(each.row.connection)?.record.id ?? '', each]));
    const fromHar = analyze(buildCapture((emit) => readHar(recording.extension.har, emit)));
    expect(checkBounds(fromHar, byId).differences).toEqual([]);

    if (!IN_THE_PANEL.has(cause)) return;
    const cells = await matrixInPanel(recording.netLog);
    const sides = sidesOf(run).filter(({ byDevTools }) => !byDevTools);
    let seen = 0;
    for (const side of sides.filter(({ used }) => used)) {
      const id = ids.get(side.row.connection)?.record.id;
      for (const { host, said } of cells.filter(({ connection }) => connection === id)) {
        const wanted = cellWords(host, side, sides);
        if (wanted.length === 0) continue;
        seen += 1;
        expect(wanted, `${host} on ${id}`).toContain(said);
      }
    }
    expect(seen).toBeGreaterThan(5);
  });
}

interface PanelCell {
  readonly host: string;
  readonly connection: string;
  /** In the format of `cellWords`. */
  readonly said: string;
}

async function matrixInPanel(netLog: string): Promise<PanelCell[]> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  await page.goto(shell.url);
  await page.setInputFiles('input[type=file]', {
    name: 'run.json',
    mimeType: 'application/json',
    buffer: Buffer.from(netLog),
  });
  await page.getByRole('tab', { name: 'Origins × connections' }).click();
  await expect(page.locator('.matrix-table tbody td').first()).toBeVisible();
  // Wait for the whole file: the panel shows its beginning during the import.
  await expect(page.getByRole('button', { name: 'Cancel' })).toHaveCount(0);
  const cells = await readCells(page);
  await page.close();
  return cells.map(({ title, ...cell }) => ({ ...cell, said: wordsOf(cell.sign, title) }));
}

function readCells(page: Page) {
  return page.locator('.matrix-table tbody td').evaluateAll((found) =>
    found.map((cell) => {
      const origin = cell.closest('tr')?.querySelector('th .host')?.getAttribute('title') ?? '';
      const index = cell instanceof HTMLTableCellElement ? cell.cellIndex : -1;
      const head = cell.closest('table')?.querySelectorAll('thead th')[index];
      return {
        host: new URL(origin).hostname,
        connection: head?.querySelector('button')?.textContent?.trim() ?? '',
        sign: cell.querySelector('[aria-hidden]')?.textContent?.trim() ?? '',
        title: cell.getAttribute('title') ?? '',
      };
    }),
  );
}

function wordsOf(sign: string, title: string): string {
  const carried = /(\d+) requests?, (coalesced|on its own connection)(?:, (\d+) answered 421)?/.exec(title);
  if (carried !== null) {
    const [, requests, how, misdirected = '0'] = carried;
    return `${requests} requests, ${misdirected} misdirected, ${how === 'coalesced' ? how : 'own'}`;
  }
  return sign === '○' ? 'could' : sign.split(' ').sort().join(' ');
}
