import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import { CaptureBuilder } from '../../src/model/builder/builder.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import { type EvidenceBatch, JOINED, type PanelHost } from '../host.ts';
import { ENGINE } from '../store/engine.ts';
import { createStore } from '../store/store.ts';

const T0 = 1_700_000_000_000;

function requestOf(source: 'har' | 'netlog'): Evidence[] {
  const facts = { startedAt: T0, endedAt: T0 + 50, status: 200, attemptsComplete: source === 'netlog' };
  return [
    { kind: 'source', source },
    { kind: 'request', source, key: '1', url: 'https://a.test/', method: 'GET', facts },
    {
      kind: 'attempt',
      source,
      key: '1',
      index: 0,
      facts: { connection: '7', status: 200 },
    },
  ];
}

function setUp() {
  let listener: (batch: EvidenceBatch) => void = () => undefined;
  const listeners = new Set<typeof listener>();
  listener = (batch) => {
    for (const each of listeners) each(batch);
  };
  const joined: Evidence[] = [];
  const nothing = () => undefined;
  const host: PanelHost = {
    shell: 'devtools',
    theme: signal('light'),
    saveFile: () => Promise.resolve(),
    live: {
      state: signal({ recording: true, keepLog: false, deep: { state: 'off' }, link: 'connected' }),
      hasDeepCapture: false,
      subscribe: (each) => {
        listeners.add(each);
        return () => listeners.delete(each);
      },
      setRecording: nothing,
      setKeepLog: nothing,
      setDeepCapture: nothing,
      clear: nothing,
      reloadPage: nothing,
    },
    groundTruth: {
      state: signal({ state: 'off' }),
      commandLine: () => '',
      start: () => Promise.resolve(true),
      stop: () => Promise.resolve(null),
      join: (events) => void joined.push(...events, JOINED),
    },
  };
  const store = createStore({ host, engine: ENGINE, defer: () => nothing });
  const log = new CaptureBuilder();
  for (const event of requestOf('netlog')) log.apply(event);
  listener({ before: 'reset', events: requestOf('har') });
  store.joiner.join(log.snapshot());
  return { store, joined, emit: listener };
}

const notice = ({ store }: ReturnType<typeof setUp>) =>
  store.notices.list.value.map(({ text }) => text).join();

test('a joined log is reported when its last evidence has arrived', () => {
  const panel = setUp();
  expect(panel.joined.length).toBeGreaterThan(1);
  panel.emit({ before: 'nothing', events: panel.joined.slice(0, -1) });
  expect(notice(panel)).toBe('');
  panel.emit({ before: 'nothing', events: panel.joined.slice(-1) });
  expect(notice(panel)).toContain('Joined with the browser’s own log');
});

test('it is reported, too, when a restarted worker sends everything again', () => {
  const panel = setUp();
  panel.emit({ before: 'reset', events: [...requestOf('har'), JOINED] });
  expect(notice(panel), 'the end of an earlier log').toBe('');
  panel.emit({ before: 'nothing', events: panel.joined });
  expect(notice(panel)).toContain('Joined with the browser’s own log');
});

test('it is not reported after the capture was cleared', () => {
  const panel = setUp();
  panel.emit({ before: 'clear', events: [] });
  panel.emit({ before: 'nothing', events: panel.joined });
  expect(notice(panel)).toBe('');
});
