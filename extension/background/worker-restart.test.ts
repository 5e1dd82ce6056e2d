import { expect, test } from 'vitest';
import type { EvidenceBatch } from '../../ui/host.ts';
import { PortLiveHost } from '../panel/live-host.ts';
import { FakeBrowser, FakeDevTools, request, settle } from '../testing/fake-browser.ts';
import { useFakeTime } from '../testing/fake-time.ts';

useFakeTime();

const A = 'https://a.test/';
const B = 'https://b.test/';
const C = 'https://c.test/';

test('stopping the worker loses nothing, and the panel then receives only new evidence', async () => {
  const browser = new FakeBrowser();
  const devtools = new FakeDevTools(browser, 1);
  await settle();
  browser.observe(1, request('1', A));
  devtools.feed.record([request('d1', B, 'har')]);
  await settle();
  expect(devtools.urls).toEqual([A, B]);
  devtools.batches.length = 0;
  browser.stop();
  devtools.feed.record([request('d2', C, 'har')]);
  await settle();
  browser.observe(1, request('2', 'https://d.test/'));
  await settle();
  expect(devtools.urls).toEqual([A, B, C, 'https://d.test/']);
  expect(devtools.batches.every(({ before }) => before === 'nothing')).toBe(true);
  expect(devtools.batches.flatMap(({ events }) => events)).toHaveLength(2);
});

test('a panel ends with the same requests, whenever the worker was stopped', async () => {
  for (let at = 0; at < 12; at++) {
    const browser = new FakeBrowser();
    const devtools = new FakeDevTools(browser, 1);
    await settle();
    for (let step = 0; step < 12; step++) {
      if (step % 2 === 0) browser.observe(1, request(`${step}`, `https://w${step}.test/`));
      else devtools.feed.record([request(`d${step}`, `https://h${step}.test/`, 'har')]);
      // Evidence is stored within a few microtasks of its arrival. After that, the worker may be stopped.
      for (let turn = 0; turn < 8; turn++) await Promise.resolve();
      if (step === at) browser.stop();
    }
    await settle(2_000);
    const expected = Array.from({ length: 12 }, (_, i) => `https://${i % 2 === 0 ? 'w' : 'h'}${i}.test/`);
    expect(devtools.urls.toSorted(), `stopped after step ${at}`).toEqual(expected.toSorted());
    devtools.close();
  }
});

test('a panel receives only stored records, so that no later record can have the number of a lost one', async () => {
  const browser = new FakeBrowser({ slow: 50 });
  const devtools = new FakeDevTools(browser, 1);
  await settle(1_000);
  browser.observe(1, request('1', A));
  await settle(20);
  // Another request arrives while the first is being written.
  browser.observe(1, request('2', B));
  await settle(40);
  expect(devtools.urls).toEqual([A]);
  browser.stop();
  browser.observe(1, request('3', C));
  await settle(1_000);
  expect(devtools.urls).toEqual([A, C]);
});

test('a panel that opens after a restart waits for the records that the DevTools page sends again', async () => {
  const browser = new FakeBrowser();
  const devtools = new FakeDevTools(browser, 1);
  await settle();
  devtools.feed.record([request('d1', A, 'har')]);
  await settle();
  browser.observe(1, request('1', B));
  await settle();
  browser.stop();
  // The panel connects before the DevTools page does.
  const batches: EvidenceBatch[] = [];
  const panel = new PortLiveHost({ tabId: 1, connect: browser.connect, reload: () => undefined });
  panel.subscribe((batch) => batches.push(batch));
  await settle();
  const urls = batches
    .flatMap(({ events }) => events)
    .map((event) => (event.kind === 'request' ? event.url : ''));
  expect(urls).toEqual(['', A, B]);
});

test('a panel receives a new DevTools session’s journal only when it is stored', async () => {
  const browser = new FakeBrowser({ slow: 50 });
  for (let i = 0; i < 20; i++) browser.observe(1, request(`${i}`, A));
  await settle(1_000);
  const devtools = new FakeDevTools(browser, 1);
  await settle(40);
  expect(devtools.urls).toEqual([]);
  await settle(1_000);
  expect(devtools.urls).toHaveLength(20);
});
