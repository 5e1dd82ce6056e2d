import { expect, test } from 'playwright/test';
import { type Chromium, launchChromium } from '../drivers/chromium.ts';
import { findChromium, noChromium } from '../drivers/find-chromium.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { attemptsOf, type LoggedAttempt } from '../lab/log.ts';

// Chromium, not the lab, decides what is coalesced and re-sent. These tests check that the stories match.

test.skip(findChromium() === null, noChromium);

/** Every request of the shop, with its attempts in order: the host of the connection, and the status. */
const stories: Readonly<Record<string, readonly string[]>> = {
  'www GET /': ['www 200'],
  'www GET /shop.css': ['www 200'],
  'www GET /shop.js': ['www 200'],
  'static GET /img/runner.svg': ['www 200'],
  'static GET /img/trail.svg': ['www 200'],
  'static GET /img/court.svg': ['www 200'],
  'static GET /img/boot.svg': ['www 200'],
  'static GET /img/sandal.svg': ['www 200'],
  'static GET /img/slipper.svg': ['www 200'],
  // Without credentials: a separate pool, with its own sharing.
  'modules GET /rating.js': ['modules 200'],
  'static GET /img/logo.svg': ['modules 200'],
  'account GET /api/session': ['www 421', 'account 200'],
  'account GET /api/orders?page=1': ['account 200'],
  'login POST /login': ['www 421', 'login 200'],
  'cart GET /api/cart': ['www 421', 'cart 200'],
  'cart GET /api/cart/total': ['www 421', 'cart 200'],
  'cart POST /api/cart/items': ['www 421', 'cart 200'],
  'search GET /api/suggest?q=sho': ['www 200'],
  // The page sends it twice, the second time without credentials.
  'reviews GET /api/reviews/runner': ['www 404', 'reviews 200'],
  // Sent twice by the browser, and a third time by the page.
  'stock GET /api/stock/runner': ['www 421', 'stock 421', 'stock 200'],
  'payments GET /api/payment-methods': ['www 421', 'payments 421'],
  // Re-sent on its own connection, with the same response.
  'payments POST /api/payments': ['payments 421', 'payments 421'],
  'img.cdn GET /img/banner.svg': ['img.cdn 200'],
  'wishlist OPTIONS /api/wishlist/trail': ['reviews 204'],
  'wishlist PUT /api/wishlist/trail': ['www 200'],
  // The host never gets an HTTP/2 connection of its own, so every request is misdirected first.
  'help GET /api/opening-hours': ['www 421', 'help 200'],
  'help GET /api/phone': ['www 421', 'help 200'],
};

const label = (host: string): string => host.replace(/\.shop\.localhost$/, '');

/** The log in the form of `stories`. */
function describeRequests(attempts: readonly LoggedAttempt[]): Record<string, string[]> {
  const requests: Record<string, string[]> = {};
  for (const { host, method, path, sni, status } of attempts) {
    const request = `${label(host)} ${method} ${path}`;
    requests[request] = [...(requests[request] ?? []), `${label(sni)} ${status}`];
  }
  return requests;
}

let chromium: Chromium;
let lab: Lab;

async function load(): Promise<void> {
  await chromium.page.goto(lab.url);
  await chromium.page.waitForSelector('html[data-done]');
  expect(await chromium.page.locator('html').getAttribute('data-done')).toBe('true');
}

test.afterEach(async () => {
  await chromium.close();
  await lab.close();
});

for (const roundTrip of [0, 20, 60]) {
  test(`every story of the shop happens at a round trip of ${roundTrip} ms`, async () => {
    lab = await startLab({ roundTrip });
    chromium = await launchChromium({ args: lab.chromiumArgs });
    await load();
    expect(describeRequests(lab.log.attempts)).toEqual(stories);
  });
}

test('each host has one connection with requests, and its stream ids increase', async () => {
  lab = await startLab();
  chromium = await launchChromium({ args: lab.chromiumArgs });
  await load();
  const used = new Map(lab.log.attempts.map(({ connection, sni }) => [connection, label(sni)]));
  const own = [
    'www',
    'modules',
    'account',
    'login',
    'cart',
    'reviews',
    'stock',
    'payments',
    'img.cdn',
    'help',
  ];
  expect([...used.values()]).toEqual(own);
  for (const connection of used.keys()) {
    const streams = lab.log.attempts.filter((a) => a.connection === connection).map((a) => a.stream ?? 0);
    expect(streams).toEqual([...streams].sort((a, b) => a - b));
  }
  const help = attemptsOf(lab.log, { host: 'help.shop.localhost' });
  expect(help.map(({ stream }) => stream === null)).toEqual([false, true, false, true]);
});

test('a re-sent POST includes its body', async () => {
  lab = await startLab();
  chromium = await launchChromium({ args: lab.chromiumArgs });
  await load();
  const [first, second] = attemptsOf(lab.log, { host: 'login.shop.localhost', method: 'POST' });
  expect(first?.bodySize).toBe('name=ada&remember=yes'.length);
  expect(second?.bodySize).toBe(first?.bodySize);
});

test('a reload repeats every story', async () => {
  lab = await startLab({ fresh: true });
  chromium = await launchChromium({ args: lab.chromiumArgs });
  await load();
  const first = lab.log.attempts.length;
  await load();
  expect(describeRequests(lab.log.attempts.slice(first))).toEqual(stories);
  await lab.reset();
  await load();
  expect(describeRequests(lab.log.attempts)).toEqual(stories);
});
