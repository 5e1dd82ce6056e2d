import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { type Chromium, launchChromium } from '../drivers/chromium.ts';
import { type DevToolsPanel, openPanel } from '../drivers/devtools-panel.ts';
import { buildExtension } from '../drivers/extension.ts';
import { ExtensionWorker } from '../drivers/extension-worker.ts';
import { waitUntil } from '../drivers/wait.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { requestsOf } from '../lab/page-requests.ts';
import { press } from '../panel/controls.ts';
import { dropFile, groundTruthState, recordGroundTruth } from '../panel/ground-truth.ts';
import { readRequestRows } from '../panel/request-table.ts';
import { expectRowsToMatchLog } from '../panel/rows-match-log.ts';
import { settled } from '../panel/settled-page.ts';
import { type AnnouncedAttempt, readAnnouncement, walkTimeline } from '../panel/timeline-descriptions.ts';

/**
 * Ground truth in the real panel: the hidden 421s that the live capture inferred are observed when the browser's own log
 * has joined it. The servers' own log is the truth.
 */
test.describe.configure({ mode: 'default' });

/** Fixed by the key in the manifest. */
const EXTENSION = 'chrome-extension://mpcdkgdjdlaacbbenholhhpiiibmlmgh';

let lab: Lab;
let browser: Chromium;
let panel: DevToolsPanel;
let folder: string;
let extensionDir: string;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  folder = await mkdtemp(join(tmpdir(), 'coalescope-e2e-'));
  extensionDir = await buildExtension();
  // Long enough to distinguish a lost round trip from the delays of a busy machine.
  lab = await startLab({ roundTrip: 60 });
  browser = await launchChromium({
    extensionDir,
    devtools: true,
    dock: 'undocked',
    netLogPath: join(folder, 'netlog.json'),
    args: [...lab.chromiumArgs, `--remote-allow-origins=${EXTENSION}`],
  });
  panel = await openPanel(browser);
  await panel.resize(1400, 900);
});

test.afterAll(async () => {
  await panel?.close();
  await browser?.close();
  await lab?.close();
  await rm(folder, { recursive: true, force: true });
});

const attempts = async (): Promise<AnnouncedAttempt[]> =>
  (await walkTimeline(panel)).flat().map(readAnnouncement);

const notices = (): Promise<string> =>
  panel.evaluate(() => document.querySelector('.notices')?.textContent ?? '');

test('after a recording joins the live capture, every inferred hidden 421 is observed', async () => {
  await recordGroundTruth(panel, new URL(browser.endpoint).port);
  await panel.waitFor(
    () => document.querySelector('.notices')?.textContent?.includes('Recording ground truth'),
    'the recording',
    30_000,
  );
  await browser.page.goto(lab.url);
  await settled(browser.page, panel, lab.log);
  const before = (await attempts()).filter(({ hidden }) => hidden);
  expect(before.map(({ certainty }) => certainty)).not.toContain('observed');
  expect(before.some(({ certainty }) => certainty.startsWith('inferred'))).toBe(true);

  await press(panel, 'Stop and join');
  await panel.waitFor(
    () => document.querySelector('.notices')?.textContent?.includes('now observed'),
    'the notice that it is joined',
    60_000,
  );
  const after = await attempts();
  const resent = requestsOf(lab.log).flatMap((each) => each.slice(0, -1));
  expect(after.filter(({ hidden }) => hidden)).toHaveLength(resent.length);
  expect(new Set(after.map(({ certainty }) => certainty))).toEqual(new Set(['observed']));
  expectRowsToMatchLog(await readRequestRows(panel), lab.log);
  expect(await notices()).toMatch(/own log: \d+ statements are now observed/);
  // It is also announced to screen readers.
  const announced = '.panel > .visually-hidden[aria-live]';
  expect(await panel.evaluate((at) => document.querySelector(at)?.textContent, announced)).toContain(
    'now observed',
  );
});

test('joined evidence survives a restart of the worker', async () => {
  await new ExtensionWorker(panel.cdp, panel.extensionId).stop();
  await panel.evaluate(() => location.reload());
  await panel.waitFor(
    () => document.querySelector('.summary')?.textContent?.includes('NetLog'),
    'the panel after it was loaded again',
    60_000,
  );
  // The stored evidence arrives piece by piece. A lane that is redrawn has no descriptions for a moment.
  const total = requestsOf(lab.log).flat().length;
  await waitUntil(async () => {
    const words = (await walkTimeline(panel)).flat();
    return words.length >= total && words.every((each) => each.includes('observed'));
  }, 'every attempt observed again');
});

test('a dropped NetLog is shown separately, and can be joined with the live capture', async () => {
  await panel.click('button[aria-label="Clear"]');
  await lab.reset();
  await browser.page.goto(lab.url);
  await settled(browser.page, panel, lab.log);
  // The browser is still writing the file, so its end is missing.
  await dropFile(panel, 'netlog.json', await readFile(join(folder, 'netlog.json'), 'utf8'));
  await panel.waitFor(
    () => document.querySelector('.notices')?.textContent?.includes('Join with the live capture'),
    'the offer to join',
    60_000,
  );
  await press(panel, 'Join with the live capture');
  await panel.waitFor(
    () => document.querySelector('.notices')?.textContent?.includes('now observed'),
    'the notice that it is joined',
    60_000,
  );
  // Only the live capture of this load, not the whole file. A stream that a retiring connection refuses is in the
  // browser's log, but not in the servers', because no handler has seen it.
  const rows = await readRequestRows(panel);
  const answered = (attempt: string) => !attempt.startsWith('net::');
  expectRowsToMatchLog(
    rows.map((row) => ({ ...row, attempts: row.attempts.filter(answered) })),
    lab.log,
  );
  const words = (await walkTimeline(panel)).flat().filter((each) => /^\d/.test(each));
  const login = words.map(readAnnouncement).filter(({ host, hidden }) => hidden && host.startsWith('login.'));
  expect(login.map(({ status, certainty }) => `${status} ${certainty}`)).toEqual(['421 observed']);
});

test('when the browser refuses the extension, the panel shows how to start one that accepts it', async () => {
  const other = await launchChromium({ extensionDir, devtools: true, dock: 'undocked' });
  try {
    const its = await openPanel(other);
    const port = new URL(other.endpoint).port;
    await recordGroundTruth(its, port);
    const text = await its.waitFor(
      () => document.querySelector('.ground-truth-help')?.textContent,
      'how to get it',
      30_000,
    );
    expect(text).toContain('refuses this extension');
    expect(text).toContain(
      `--remote-debugging-port=${port} --remote-allow-origins=${EXTENSION} --user-data-dir=`,
    );
    expect(text).toContain('chrome://net-export');
    expect(await groundTruthState(its)).toBe('Ground truth');
    await its.close();
  } finally {
    await other.close();
  }
});

test('the panel says that nothing listens on the port', async () => {
  const free = await startLab();
  await free.close();
  await recordGroundTruth(panel, String(free.port));
  await panel.waitFor(
    () => document.querySelector('.ground-truth-help')?.textContent?.includes('Nothing listens'),
    'the message that nothing listens',
    30_000,
  );
});
