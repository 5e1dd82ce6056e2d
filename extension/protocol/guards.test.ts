import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CaptureBuilder } from '../../src/model/builder/builder.ts';
import { fromDevtoolsOf, fromPanelOf, helloOf, isEvidence, toDevtoolsOf, toPanelOf } from './guards.ts';
import { type FromDevtools, type FromPanel, PROTOCOL, type ToDevtools, type ToPanel } from './messages.ts';

const state = { recording: true, keepLog: false, deep: { state: 'failed', reason: 'x' } } as const;
const elsewhere = { kind: 'elsewhere', origin: 'https://a.test', address: null, at: 1 } as const;

const FROM_DEVTOOLS: FromDevtools[] = [
  { type: 'hello', protocol: PROTOCOL, role: 'devtools', tabId: 1, page: 'p' },
  { type: 'ping' },
  { type: 'records', records: [{ n: 1, events: [elsewhere] }] },
  { type: 'navigated', url: 'https://a.test/' },
  { type: 'started', url: 'https://a.test/', startedAt: null },
];
const FROM_PANEL: FromPanel[] = [
  { type: 'hello', protocol: PROTOCOL, role: 'panel', tabId: 1, journal: null, since: 0 },
  { type: 'set-recording', on: true },
  { type: 'set-keep-log', on: false },
  { type: 'set-deep-capture', on: true },
  { type: 'clear' },
  { type: 'join', events: [elsewhere] },
];
const TO_DEVTOOLS: ToDevtools[] = [
  { type: 'welcome', have: 3, refillFrom: null },
  { type: 'forget', from: 2 },
  { type: 'unwanted', records: [1, 2] },
  { type: 'when-started', url: 'https://a.test/' },
];
const TO_PANEL: ToPanel[] = [
  { type: 'state', state },
  { type: 'evidence', journal: 'j', upTo: 4, batch: { before: 'reset', events: [elsewhere] } },
];

test('each guard accepts its own messages and rejects those of the other end', () => {
  for (const message of FROM_DEVTOOLS) expect(fromDevtoolsOf(message)).toEqual(message);
  for (const message of FROM_PANEL) expect(fromPanelOf(message)).toEqual(message);
  for (const message of TO_DEVTOOLS) expect(toDevtoolsOf(message)).toEqual(message);
  for (const message of TO_PANEL) expect(toPanelOf(message)).toEqual(message);
  for (const message of FROM_PANEL) expect(fromDevtoolsOf(message)).toBeNull();
  for (const message of [...TO_DEVTOOLS, ...TO_PANEL]) {
    expect([helloOf(message), fromDevtoolsOf(message), fromPanelOf(message)]).toEqual([null, null, null]);
  }
});

test('a hello of another version is rejected', () => {
  for (const hello of [FROM_DEVTOOLS[0], FROM_PANEL[0]]) {
    expect(helloOf(hello)).toEqual(hello);
    expect(helloOf({ ...hello, protocol: PROTOCOL + 1 })).toBeNull();
    expect(helloOf({ ...hello, tabId: -1 })).toBeNull();
    expect(helloOf({ ...hello, tabId: '1' })).toBeNull();
  }
});

test('a message with one wrong or missing field is rejected', () => {
  const all = [
    ...FROM_DEVTOOLS.map((message) => [fromDevtoolsOf, message] as const),
    ...FROM_PANEL.map((message) => [fromPanelOf, message] as const),
    ...TO_DEVTOOLS.map((message) => [toDevtoolsOf, message] as const),
    ...TO_PANEL.map((message) => [toPanelOf, message] as const),
  ];
  for (const [guard, message] of all) {
    for (const key of Object.keys(message)) {
      const { [key]: _gone, ...rest } = message as Record<string, unknown>;
      expect(guard(rest), `without ${key}: ${JSON.stringify(message)}`).toBeNull();
      expect(guard({ ...message, [key]: Symbol.iterator }), `wrong ${key}`).toBeNull();
    }
  }
});

const kind = fc.constantFrom(
  'source',
  'request',
  'attempt',
  'connection',
  'resolution',
  'elsewhere',
  'problem',
);
const anything = fc.anything({ withNullPrototype: true, withBigInt: false });
const almostEvidence = fc.record(
  {
    kind,
    source: fc.oneof(fc.constantFrom('har', 'cdp', 'webrequest'), anything),
    key: fc.oneof(fc.string(), anything),
    id: fc.oneof(fc.string(), anything),
    url: fc.oneof(fc.webUrl(), anything),
    method: fc.oneof(fc.constant('GET'), anything),
    host: fc.oneof(fc.domain(), anything),
    addresses: fc.oneof(fc.array(fc.ipV4()), anything),
    origin: fc.oneof(fc.webUrl(), anything),
    address: fc.oneof(fc.ipV4(), fc.constant(null), anything),
    at: fc.oneof(fc.nat(), anything),
    index: fc.oneof(fc.constant('final'), fc.nat(9), anything),
    facts: fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), anything),
    problem: fc.oneof(fc.record({ code: fc.string(), message: fc.string() }), anything),
  },
  { requiredKeys: ['kind'] },
);

test('no guard throws, and the builder accepts whatever passes as evidence', () => {
  fc.assert(
    fc.property(fc.oneof(anything, almostEvidence), (value) => {
      for (const guard of [helloOf, fromDevtoolsOf, fromPanelOf, toDevtoolsOf, toPanelOf]) guard(value);
      if (!isEvidence(value)) return;
      const builder = new CaptureBuilder();
      builder.apply(value);
      builder.snapshot();
    }),
    { numRuns: 2_000 },
  );
});
