import { describe, expect, it } from 'vitest';
import { analyze } from '../analysis/analyze.ts';
import { confirmedBy } from '../analysis/confirmed-statements.ts';
import { sketchCapture } from '../testing/sketch-capture.ts';
import { CaptureBuilder } from './builder/builder.ts';
import type { Capture } from './capture.ts';
import type { Evidence } from './evidence.ts';
import { groundTruthOf } from './ground-truth.ts';

const A = 'https://a.test';
const B = 'https://b.test';

/** The capture again, with what the log adds to it. */
function joined(capture: Capture, events: readonly Evidence[]): Capture {
  const builder = new CaptureBuilder();
  builder.apply({ kind: 'source', source: 'har', browser: capture.browser });
  for (const { id, sources: _, ...facts } of capture.connections) {
    builder.apply({ kind: 'connection', source: 'har', id, facts });
  }
  for (const { id, url, method, attempts, ...facts } of capture.requests) {
    const { origin: _, sources: __, attemptsComplete: ___, ...stated } = facts;
    builder.apply({ kind: 'request', source: 'har', key: id, url, method, facts: stated });
    const final = attempts.at(-1);
    if (final) builder.apply({ kind: 'attempt', source: 'har', key: id, index: 'final', facts: final });
  }
  for (const event of events) builder.apply(event);
  return builder.snapshot();
}

const har = sketchCapture({
  connections: [
    { id: '1', openedFor: A, openedAt: 0 },
    { id: '2', openedFor: B },
  ],
  requests: [
    { url: `${A}/`, connection: '1', requestHeaders: { cookie: 'mine' } },
    { url: `${B}/x`, at: 100, connection: '2', reused: false, setup: 10, stalled: 0 },
  ],
});
const attempts = [
  { connection: '1', status: 421, restart: 'misdirected', startedAt: 101, endedAt: 120 },
  { connection: '2', status: 200, startedAt: 130, endedAt: 150 },
] as const;

describe('ground truth', () => {
  it('is what the log says of the capture’s requests; the other tabs’ stay out of it', () => {
    const log = sketchCapture({
      source: 'netlog',
      connections: [
        { id: '1', openedFor: A, openedForCertainty: 'observed' },
        { id: '2', openedFor: B, openedForCertainty: 'observed' },
        { id: '9', openedFor: 'https://secret.test', openedForCertainty: 'observed' },
      ],
      requests: [
        { url: 'https://secret.test/', at: 90, attempts: [{ connection: '9', status: 200 }] },
        // The same page in another tab, at the same time.
        { url: `${B}/x`, at: 100, attempts: [{ connection: '9', status: 200 }] },
        {
          url: `${A}/`,
          at: 1,
          requestHeaders: { cookie: '[stripped]' },
          attempts: [{ connection: '1', status: 200 }],
        },
        { url: `${B}/x`, at: 101, attempts },
      ],
      resolutions: { 'b.test': ['10.0.0.1'], 'secret.test': ['10.0.0.2'] },
    });
    const truth = groundTruthOf(har, log, 'log');
    expect(truth.requests).toBe(2);
    expect(JSON.stringify(truth.events)).not.toMatch(/secret/);
    const after = joined(har, truth.events);
    expect(after.requests).toHaveLength(2);
    expect(after.connections.map(({ id }) => id)).toEqual(['1', '2']);
    expect(after.requests[1]?.attempts).toMatchObject(
      attempts.map(({ status, connection }) => ({ status, connection })),
    );
    expect(after.requests[0]?.requestHeaders).toEqual([{ name: 'cookie', value: 'mine' }]);
    expect([...after.resolutions.keys()]).toEqual(['b.test']);
  });

  it('takes no request of another tab for one of its own, even where the log has no better', () => {
    const log = sketchCapture({
      source: 'netlog',
      connections: [{ id: '9', openedFor: B, openedForCertainty: 'observed' }],
      requests: [{ url: `${B}/x`, at: 100, attempts: [{ connection: '9', status: 200 }] }],
    });
    expect(groundTruthOf(har, log, 'log')).toMatchObject({ requests: 0, events: [] });
  });

  it('learns the name of a connection that is older than the log from the requests that ended on it', () => {
    const old = 'http2-session-7';
    const log = sketchCapture({
      source: 'netlog',
      connections: [{ id: old }, { id: '2', openedFor: B, openedForCertainty: 'observed' }],
      requests: [
        { url: `${A}/`, at: 1, attempts: [{ connection: old, status: 200 }] },
        { url: `${B}/x`, at: 101, attempts: [{ ...attempts[0], connection: old }, attempts[1]] },
      ],
    });
    const after = joined(har, groundTruthOf(har, log, 'log').events);
    expect(after.requests[1]?.attempts.map(({ connection }) => connection)).toEqual(['1', '2']);
    expect(after.connections.map(({ id }) => id)).toEqual(['1', '2']);
  });

  it('is taken once: a second log adds what the first one did not have', () => {
    const log = (url: string, at: number, connection: string) =>
      sketchCapture({
        source: 'netlog',
        connections: [{ id: connection }],
        requests: [{ url, at, attempts: [{ connection, status: 200 }] }],
      });
    const first = joined(har, groundTruthOf(har, log(`${A}/`, 0, '1'), 'one').events);
    expect(groundTruthOf(first, log(`${A}/`, 0, '1'), 'two').requests).toBe(0);
    // Both logs name their only request alike.
    const second = groundTruthOf(first, log(`${B}/x`, 100, '2'), 'two');
    const builder = joined(har, [
      ...groundTruthOf(har, log(`${A}/`, 0, '1'), 'one').events,
      ...second.events,
    ]);
    expect(builder.requests.map(({ attemptsComplete }) => attemptsComplete)).toEqual([true, true]);
  });
});

describe('what became of the statements', () => {
  const became = (logged: readonly Evidence[]) => confirmedBy(analyze(har), analyze(joined(har, logged)));
  const log = (given: readonly object[]) =>
    sketchCapture({
      source: 'netlog',
      connections: [
        { id: '1', openedFor: A, openedForCertainty: 'observed' },
        { id: '2', openedFor: B, openedForCertainty: 'observed' },
      ],
      requests: [
        { url: `${A}/`, at: 1, attempts: [{ connection: '1', status: 200 }] },
        { url: `${B}/x`, at: 101, attempts: given },
      ],
    });

  it('is counted: those observed now, attempts that were unknown before, and those that remain uncertain', () => {
    const derived = analyze(har).requests.get('r1')?.attempts.length;
    expect(derived).toBe(1);
    // Of both requests it was derived that they are not coalesced.
    expect(became(groundTruthOf(har, log(attempts), 'log').events)).toEqual({
      confirmed: 2,
      corrected: 0,
      found: 1,
      open: 0,
    });
    expect(became([])).toEqual({ confirmed: 0, corrected: 0, found: 0, open: 2 });
  });

  it('names those that were wrong', () => {
    const one = groundTruthOf(har, log([{ connection: '2', status: 200 }]), 'log').events;
    const other = one.map((event) =>
      event.kind === 'connection' && event.id === '2'
        ? { ...event, facts: { ...event.facts, openedFor: A } }
        : event,
    ) as Evidence[];
    expect(became(other)).toMatchObject({ confirmed: 1, corrected: 1, found: 0 });
  });
});
