import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { harErrors } from '../../../src/testing/har-12.ts';
import { waitUntil } from '../../drivers/wait.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { requestsOf } from '../../lab/page-requests.ts';
import { exportFile } from '../../panel/export-file.ts';
import { readNetworkRows, summaryNumber } from '../../panel/request-table.ts';
import { expectRowsToMatchLog, expectSameConnections } from '../../panel/rows-match-log.ts';
import { settled } from '../../panel/settled-page.ts';
import { type AnnouncedAttempt, readAnnouncement, walkTimeline } from '../../panel/timeline-descriptions.ts';
import type { MainJobBrowser } from './browsers.ts';

/** The differences between what browsers report, each with its reason. */
export interface Differences {
  /** The attempts whose connections the panel counts. */
  readonly connectionsOf: 'last attempts' | 'all attempts';
}

/** The running lab and browser, for further tests of one browser. */
export interface MainJob<B> {
  readonly lab: Lab;
  readonly browser: B;
  readonly folder: string;
}

/**
 * The main job, end to end: the shop in a real browser, the panel in its real DevTools, and the servers' own log as the
 * truth. The same tests run in all browsers.
 */
export function testMainJob<B extends MainJobBrowser>(
  start: (lab: Lab) => Promise<B>,
  { connectionsOf }: Differences,
): () => MainJob<B> {
  let job: MainJob<B> | null = null;
  const running = (): MainJob<B> => {
    if (job === null) throw new Error('the browser did not start');
    return job;
  };

  test.beforeAll(async () => {
    test.setTimeout(240_000);
    const folder = await mkdtemp(join(tmpdir(), 'coalescope-e2e-'));
    // Long enough to distinguish a lost round trip from the delays of a busy machine.
    const lab = await startLab({ roundTrip: 60 });
    const browser = await start(lab);
    job = { lab, browser, folder };
    await browser.goto(lab.url);
    await settled(browser.page, browser.panel, lab.log);
  });

  test.afterAll(async () => {
    await job?.browser.close();
    await job?.lab.close();
    if (job !== null) await rm(job.folder, { recursive: true, force: true });
  });

  test('the table shows every request, attempt and connection as in the servers’ log', async () => {
    const { lab, browser } = running();
    const { panel } = browser;
    expectRowsToMatchLog(await readNetworkRows(panel), lab.log);
  });

  test('the numbers in the summary match the servers’ log', async () => {
    const { lab, browser } = running();
    const { panel } = browser;
    const requests = requestsOf(lab.log);
    const attempts = requests.flat();
    const misdirected = attempts.filter(({ status }) => status === 421);
    const visible = requests.filter((each) => each.at(-1)?.status === 421);
    expect(await summaryNumber(panel, 'misdirected')).toBe(misdirected.length);
    expect(await summaryNumber(panel, 're-sent')).toBe(requests.filter((each) => each.length > 1).length);
    expect(await summaryNumber(panel, 'coalesced')).toBe(
      requests.filter((each) => each.some(({ coalesced }) => coalesced)).length,
    );
    const counted = connectionsOf === 'all attempts' ? attempts : requests.map((each) => each.at(-1));
    expect(await summaryNumber(panel, 'connection')).toBe(
      new Set(counted.map((attempt) => attempt?.connection)).size,
    );
    const text = await panel.evaluate(() => document.querySelector('.summary')?.textContent ?? '');
    expect(text).toContain(`(${misdirected.length - visible.length} hidden`);
  });

  test('the timeline draws every attempt on its connection, including hidden ones', async () => {
    const { lab, browser } = running();
    const { panel } = browser;
    const lanes = (await walkTimeline(panel))
      // Firefox's DevTools also lists data: URLs.
      .map((lane) => lane.filter((words) => !words.includes(' data:')).map(readAnnouncement))
      .filter((lane) => lane.length > 0);
    const drawn = lanes.flat();
    const truth = requestsOf(lab.log).flatMap((attempts) =>
      attempts.map((attempt, index) => ({ attempt, hidden: index < attempts.length - 1 })),
    );

    const expected = truth.map(
      ({ attempt, hidden }) =>
        `${attempt.status}${hidden ? ' hidden' : ''} ${attempt.method} ${attempt.host} ${attempt.path.replace(/\?.*/, '')}`,
    );
    expect(drawn.map(wordsOf).sort()).toEqual(expected.sort());
    // All attempts on one lane are on one connection.
    for (const lane of lanes) expect(new Set(lane.map(({ connection }) => connection)).size).toBe(1);
    for (const { hidden, certainty } of drawn) {
      expect(certainty).toMatch(hidden ? /^(inferred \d+ %|derived)$/ : /^observed$/);
    }
    // Where the panel shows the connection of a hidden attempt, it is the one in the servers' log.
    const stated = drawn.filter(({ connection }) => connection !== null);
    const theirs = stated.map((each) => {
      const found = truth.filter(({ attempt, hidden }) => hidden === each.hidden && isSame(attempt, each));
      const numbers = new Set(found.map(({ attempt }) => attempt.connection));
      return { what: wordsOf(each), connection: [...numbers].join('/') };
    });
    expectSameConnections(
      stated.map((each) => ({ what: wordsOf(each), connection: each.connection ?? '' })),
      theirs,
    );
  });

  test('the details explain a hidden 421 step by step, with its certainty', async () => {
    const { browser } = running();
    const { panel } = browser;
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

  test('the annotated HAR is valid HAR 1.2', async () => {
    const { folder, browser } = running();
    const { panel } = browser;
    const path = await exportFile(panel, 'Annotated HAR', join(folder, 'valid'));
    expect(harErrors(JSON.parse(await readFile(path, 'utf8')))).toEqual([]);
  });

  test('nothing is lost when the background is stopped during a page load', async () => {
    const { lab, browser } = running();
    const { panel } = browser;
    await panel.click('button[aria-label="Clear"], button[title^="Clear"]');
    await lab.reset();
    const loaded = browser.goto(lab.url);
    await waitUntil(async () => lab.log.attempts.length >= 15, 'half of the shop’s requests');
    await browser.stopBackground();
    await loaded;
    await settled(browser.page, panel, lab.log);
    expectRowsToMatchLog(await readNetworkRows(panel), lab.log);
  });

  return running;
}

function wordsOf({ status, hidden, method, host, path }: AnnouncedAttempt): string {
  return `${status}${hidden ? ' hidden' : ''} ${method} ${host} ${path}`;
}

function isSame(
  attempt: { status: number | null; method: string; host: string; path: string },
  announced: AnnouncedAttempt,
): boolean {
  return (
    String(attempt.status) === announced.status &&
    attempt.method === announced.method &&
    attempt.host === announced.host &&
    attempt.path.replace(/\?.*/, '') === announced.path
  );
}
