import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import type { Report } from '../../src/report/json/report.ts';
import { harErrors } from '../../src/testing/har-12.ts';
import { Cdp } from '../drivers/cdp.ts';
import { type Chromium, launchChromium, readEndpoint } from '../drivers/chromium.ts';
import { findChromium, noChromium } from '../drivers/find-chromium.ts';
import { buildCommand, RunningCommand } from '../drivers/running-command.ts';
import { waitUntil } from '../drivers/wait.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { expectReportToMatchLog } from '../panel/report-matches-log.ts';

/**
 * `coalescope record` and `coalescope attach`: the shop in a real Chromium, and the servers' own log as the truth.
 * Everything in their reports must be observed, including the 421s that the browser hides.
 */
let lab: Lab;
let command: string;
let folder: string;
let running: RunningCommand | null = null;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  command = await buildCommand();
});

test.beforeEach(async () => {
  lab = await startLab();
  folder = await mkdtemp(join(tmpdir(), 'coalescope-e2e-'));
});

test.afterEach(async () => {
  await running?.kill();
  running = null;
  await lab.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

function run(args: readonly string[]): RunningCommand {
  running = new RunningCommand(command, args, folder);
  return running;
}

/** Records the shop with a browser that the command starts. */
function record(options: readonly string[], flags: readonly string[] = []): RunningCommand {
  const chrome = findChromium();
  if (chrome === null) throw new Error(noChromium);
  const out = join(folder, 'out');
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const own = ['--headless', '--full', '--chrome', chrome, '-o', out, ...options];
  return run(['record', lab.url, ...own, '--', '--disable-quic', ...sandbox, ...lab.chromiumArgs, ...flags]);
}

const shopIsDone = (): Promise<boolean> =>
  waitUntil(
    // The shop's last story: two requests to `help`, each sent twice.
    async () =>
      lab.log.attempts.filter(({ host, endedAt }) => host.startsWith('help.') && endedAt).length === 4,
    'the shop’s last request',
    60_000,
  );

const reportOf = async (): Promise<Report> =>
  JSON.parse(await readFile(join(folder, 'out', 'report.json'), 'utf8'));

test('record until idle: the report equals the servers’ log, and everything is observed', async () => {
  const recording = record(['--until-idle', '--seconds', '60', '--fail-on', 'error', '--verbose']);
  // The payments are an error: they are misdirected even on their own connection.
  expect(await recording.ended(), recording.err).toBe(1);
  expectReportToMatchLog(await reportOf(), lab);
  expect(recording.out).toContain('FINDINGS');
  expect(recording.out).toBe(await readFile(join(folder, 'out', 'report.txt'), 'utf8'));
  const har: unknown = JSON.parse(await readFile(join(folder, 'out', 'capture.har'), 'utf8'));
  expect(harErrors(har)).toEqual([]);
  // The NetLog is complete.
  expect(JSON.parse(await readFile(join(folder, 'out', 'netlog.json'), 'utf8'))).toHaveProperty('events');
  // Neither the browser's profile nor its temporary log remains.
  expect(await readdir(folder)).toEqual(['out']);
});

test('record until Ctrl-C', async () => {
  const recording = record([]);
  await shopIsDone();
  recording.interrupt();
  expect(await recording.ended(), recording.err).toBe(0);
  expectReportToMatchLog(await reportOf(), lab);
  expect(await readdir(folder)).toEqual(['out']);
});

test('record until the browser is closed', async () => {
  const recording = record([], ['--remote-debugging-port=0']);
  await recording.waitForMessage('recording');
  const own = (await readdir(folder)).find((name) => name.startsWith('coalescope-record-')) ?? '';
  const browser = await Cdp.connect(await readEndpoint(join(folder, own, 'profile')));
  await shopIsDone();
  await browser.send('Browser.close');
  expect(await recording.ended(), recording.err).toBe(0);
  expectReportToMatchLog(await reportOf(), lab);
});

test('record until the last page is closed', async () => {
  const recording = record([], ['--remote-debugging-port=0']);
  await recording.waitForMessage('recording');
  const own = (await readdir(folder)).find((name) => name.startsWith('coalescope-record-')) ?? '';
  const browser = await Cdp.connect(await readEndpoint(join(folder, own, 'profile')));
  await shopIsDone();
  const page = (await browser.targets()).find(({ url }) => url === lab.url);
  await browser.send('Target.closeTarget', { targetId: page?.targetId ?? '' });
  expect(await recording.ended(), recording.err).toBe(0);
  expectReportToMatchLog(await reportOf(), lab);
});

test('attach until Ctrl-C: a running browser is recorded just as exactly', () =>
  withShopAttached(async (browser, recording) => {
    recording.interrupt();
    expect(await recording.ended(), recording.err).toBe(0);
    expectReportToMatchLog(await reportOf(), lab);
    // The browser continues to run.
    expect(await browser.page.title()).not.toBe('');
    expect((await readdir(join(folder, 'out'))).sort()).toEqual([
      'capture.har',
      'netlog.pftrace',
      'report.json',
      'report.txt',
    ]);
  }));

test('attach to a browser that is closed: the events of its pages are kept, and the loss is reported', () =>
  withShopAttached(async (browser, recording) => {
    await browser.close();
    expect(await recording.ended(), recording.err).toBe(0);
    const report = await reportOf();
    expect(report.source.problems.map(({ code }) => code)).toContain('trace-lost');
    expect(report.source.kind).toBe('cdp');
    expect(report.requests.map(({ url }) => url)).toContain(lab.url);
  }));

/** Attaches the command to a browser, and calls `use` when the shop has finished. */
async function withShopAttached(
  use: (browser: Chromium, recording: RunningCommand) => Promise<void>,
): Promise<void> {
  const browser = await launchChromium({ args: lab.chromiumArgs });
  try {
    const recording = attach(browser.endpoint);
    await recording.waitForMessage('recording');
    await browser.page.goto(lab.url);
    await shopIsDone();
    await use(browser, recording);
  } finally {
    await browser.close();
  }
}

function attach(endpoint: string): RunningCommand {
  return run(['attach', '--full', '--port', new URL(endpoint).port, '-o', join(folder, 'out')]);
}
