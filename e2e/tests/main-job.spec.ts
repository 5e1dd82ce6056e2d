import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { harErrors } from '../../src/testing/har-12.ts';
import { type Chromium, launchChromium } from '../drivers/chromium.ts';
import { type DevToolsPanel, openPanel } from '../drivers/devtools-panel.ts';
import { evaluate } from '../drivers/evaluate.ts';
import { buildExtension } from '../drivers/extension.ts';
import { ExtensionWorker } from '../drivers/extension-worker.ts';
import { waitUntil } from '../drivers/wait.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { exportFile, readRequestRows, summaryNumber, walkTimeline } from '../panel/panel-page.ts';
import { requestsOf, settled } from '../panel/settled.ts';
import { type AnnouncedAttempt, readAnnouncement } from '../panel/timeline-words.ts';
import { expectRowsToBeTheTruth, expectSamePartition } from '../panel/truth.ts';

/**
 * The main job, end to end: the shop in a real Chromium, the panel in its real DevTools, and the servers' own log
 * as the truth.
 */
test.describe.configure({ mode: 'default' });

let lab: Lab;
let browser: Chromium;
let panel: DevToolsPanel;
let folder: string;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  folder = await mkdtemp(join(tmpdir(), 'coalescope-e2e-'));
  // Long enough that a lost round trip stands out of what a busy machine does to the browser's timing.
  lab = await startLab({ roundTrip: 60 });
  browser = await launchChromium({
    extensionDir: await buildExtension(),
    devtools: true,
    dock: 'undocked',
    args: lab.chromiumArgs,
  });
  panel = await openPanel(browser);
  await panel.resize(1400, 900);
  await browser.page.goto(lab.url);
  await settled(browser.page, panel, lab.log);
});

test.afterAll(async () => {
  await panel?.close();
  await browser?.close();
  await lab?.close();
  await rm(folder, { recursive: true, force: true });
});

test('the table shows every request, each attempt, and the connection of each, as the servers saw them', async () => {
  expectRowsToBeTheTruth(await readRequestRows(panel), lab.log);
});

test('the summary counts what the servers counted', async () => {
  const requests = requestsOf(lab.log);
  const attempts = requests.flat();
  const misdirected = attempts.filter(({ status }) => status === 421);
  const visible = requests.filter((each) => each.at(-1)?.status === 421);
  expect(await summaryNumber(panel, 'misdirected')).toBe(misdirected.length);
  expect(await summaryNumber(panel, 're-sent')).toBe(requests.filter((each) => each.length > 1).length);
  expect(await summaryNumber(panel, 'coalesced')).toBe(
    requests.filter((each) => each.some(({ coalesced }) => coalesced)).length,
  );
  expect(await summaryNumber(panel, 'connection')).toBe(
    new Set(requests.map((each) => each.at(-1)?.connection)).size,
  );
  const text = await panel.evaluate(() => document.querySelector('.summary')?.textContent ?? '');
  expect(text).toContain(`(${misdirected.length - visible.length} hidden`);
});

test('the timeline draws every attempt on its connection, and the hidden ones', async () => {
  const lanes = (await walkTimeline(panel)).map((lane) => lane.map(readAnnouncement));
  const drawn = lanes.flat();
  const truth = requestsOf(lab.log).flatMap((attempts) =>
    attempts.map((attempt, index) => ({ attempt, hidden: index < attempts.length - 1 })),
  );

  const told = truth.map(
    ({ attempt, hidden }) =>
      `${attempt.status}${hidden ? ' hidden' : ''} ${attempt.method} ${attempt.host} ${attempt.path.replace(/\?.*/, '')}`,
  );
  expect(drawn.map(wordsOf).sort()).toEqual(told.sort());
  // What is on one lane is on one connection.
  for (const lane of lanes) expect(new Set(lane.map(({ connection }) => connection)).size).toBe(1);
  for (const { hidden, certainty } of drawn) {
    expect(certainty).toMatch(hidden ? /^(inferred \d+ %|derived)$/ : /^observed$/);
  }
  // Where the panel states a hidden attempt's connection, it is the one the servers saw.
  const stated = drawn.filter(({ connection }) => connection !== null);
  const theirs = stated.map((each) => {
    const found = truth.filter(({ attempt, hidden }) => hidden === each.hidden && isSame(attempt, each));
    const numbers = new Set(found.map(({ attempt }) => attempt.connection));
    return { what: wordsOf(each), connection: [...numbers].join('/') };
  });
  expectSamePartition(
    stated.map((each) => ({ what: wordsOf(each), connection: each.connection ?? '' })),
    theirs,
  );
});

test('the details tell a hidden 421 step by step, with how sure that is', async () => {
  await panel.evaluate(() => {
    const rows = [...document.querySelectorAll<HTMLElement>('.grid.requests [role=row]')];
    document.querySelector('.grid.requests')?.scrollTo(0, 0);
    rows.find((row) => row.textContent?.includes('/login'))?.click();
  });
  const text = await panel.waitFor(
    () =>
      document.querySelector('#details')?.textContent?.includes('/login') &&
      document.querySelector('#details')?.textContent,
    'the details of the login',
  );
  expect(text).toContain('421');
  expect(text).toMatch(/inferred \d+ %/);
  expect(text).toContain('hidden');
  expect(text).toContain('re-sent');
  expect(text).toMatch(/Fix:/);
});

test('the annotated HAR is valid HAR 1.2, and comes back as the same capture', async () => {
  const har: unknown = JSON.parse(
    await readFile(await exportFile(panel, 'Annotated HAR', join(folder, 'har')), 'utf8'),
  );
  expect(harErrors(har)).toEqual([]);
  const before = await readRequestRows(panel);

  const page = await browser.context.newPage();
  try {
    await page.goto(`chrome-extension://${panel.extensionId}/extension/page/page.html`);
    const input = page.locator('input[type=file]').first();
    await input.setInputFiles({
      name: 'back.har',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(har)),
    });
    const count = page.locator('.grid.requests');
    await expect(count).toHaveAttribute('aria-rowcount', String(before.length + 1));
    const attempts = await page.locator('.grid.requests .col-attempts .attempts').allTextContents();
    const expected = before.map((row) => row.attempts.join(' › '));
    // Only the rows in view are there; those must be the first of the panel's.
    expect(attempts.length).toBeGreaterThan(5);
    expect(attempts).toEqual(expected.slice(0, attempts.length));
  } finally {
    await page.close();
    // Pictures of a tab in the background are not decoded, and the shop waits for its own.
    await browser.page.bringToFront();
  }
});

test('DevTools itself imports the annotated HAR, with the true connections', async () => {
  const har = JSON.parse(
    await readFile(await exportFile(panel, 'Annotated HAR', join(folder, 'har-for-devtools')), 'utf8'),
  );
  // DevTools' own importer, the one behind its import button; no public interface.
  const imported = await evaluate<[string, string][]>(
    panel.devtools,
    `(async () => {
      const { HARFormat, Importer } = await import('./models/har/har.js');
      const { log } = new HARFormat.HARRoot(${JSON.stringify(har)});
      return Importer.Importer.requestsFromHARLog(log).map((each) => [each.url(), each.connectionId]);
    })()`,
    undefined,
  );
  const rows = await readRequestRows(panel);
  const told = (host: string, path: string, connection: string) => `${host}${path} on ${connection}`;
  const theirs = imported.map(([url, connection]) => {
    const { host, pathname } = new URL(url);
    return told(host, pathname, connection);
  });
  const ours = rows.map(({ host, path, connection }) => told(host, path.replace(/\?.*/, ''), connection));
  expect(theirs.sort()).toEqual(ours.sort());
});

test('a worker that is stopped in the middle loses nothing', async () => {
  await panel.click('button[aria-label="Clear"], button[title^="Clear"]');
  await lab.reset();
  const loaded = browser.page.goto(lab.url);
  await waitUntil(async () => lab.log.attempts.length >= 15, 'half of the shop’s requests');
  await new ExtensionWorker(panel.cdp, panel.extensionId).stop();
  await loaded;
  await settled(browser.page, panel, lab.log);
  expectRowsToBeTheTruth(await readRequestRows(panel), lab.log);
});

function wordsOf({ status, hidden, method, host, path }: AnnouncedAttempt): string {
  return `${status}${hidden ? ' hidden' : ''} ${method} ${host} ${path}`;
}

function isSame(
  attempt: { status: number | null; method: string; host: string; path: string },
  told: AnnouncedAttempt,
): boolean {
  return (
    String(attempt.status) === told.status &&
    attempt.method === told.method &&
    attempt.host === told.host &&
    attempt.path.replace(/\?.*/, '') === told.path
  );
}
