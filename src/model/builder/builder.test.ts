import { describe, expect, test } from 'vitest';
import { attempt, capture, connection, request } from '../../testing/evidence.ts';
import type { EvidenceSource } from '../capture.ts';
import type { Evidence } from '../evidence.ts';

describe('the origin that a connection was opened for', () => {
  const from = (
    source: EvidenceSource,
    openedFor: string,
    openedForCertainty: 'observed' | 'derived' | 'inferred',
  ) => connection(source, '1', { openedFor, openedForCertainty });

  test.each([
    [
      'the surer one of one source',
      [from('har', 'https://a.test', 'inferred'), from('har', 'https://b.test', 'derived')],
      'https://b.test',
    ],
    [
      'the first of equally sure ones: a connection is opened once',
      [from('har', 'https://a.test', 'derived'), from('har', 'https://b.test', 'derived')],
      'https://a.test',
    ],
    [
      'the surer source, though another is better',
      [from('chrome-trace', 'https://a.test', 'observed'), from('cdp', 'https://b.test', 'derived')],
      'https://a.test',
    ],
    [
      'the better source of equally sure ones',
      [from('cdp', 'https://a.test', 'derived'), from('har', 'https://b.test', 'derived')],
      'https://a.test',
    ],
  ])('%s is believed', (_case, evidence, openedFor) => {
    expect(capture(...evidence).connections[0]?.openedFor).toBe(openedFor);
    expect(capture(...evidence).connections).toHaveLength(1);
  });

  test('is unknown when no source states it', () => {
    const [record] = capture(
      request('har', '0'),
      attempt('har', '0', 'final', { connection: '5' }),
    ).connections;
    expect(record).toMatchObject({
      id: '5',
      openedFor: null,
      openedForCertainty: 'unknown',
      sources: ['har'],
    });
  });
});

describe('evidence that says less than what is known', () => {
  test('takes nothing back', () => {
    const before = [
      request('har', '0', { status: 200, startedAt: 1 }),
      attempt('har', '0', 'final', { connection: '3' }),
    ];
    const after = [request('har', '0', { status: null }), attempt('har', '0', 'final', { connection: null })];
    const { requests } = capture(...before, ...after);
    expect(requests[0]).toMatchObject({ status: 200, startedAt: 1 });
    expect(requests[0]?.attempts[0]?.connection).toBe('3');
  });

  test('of a request that was never reported is skipped', () => {
    expect(capture(attempt('har', 'nobody', 'final', { connection: '3' }))).toMatchObject({
      requests: [],
      connections: [],
    });
  });
});

describe('what is not about one request', () => {
  test('addresses of a host add up, each once, in the order they were seen', () => {
    const resolved = (addresses: string[]): Evidence => ({
      kind: 'resolution',
      source: 'cdp',
      host: 'a.test',
      addresses,
    });
    const { resolutions } = capture(
      resolved(['192.0.2.2', '192.0.2.1']),
      resolved(['192.0.2.1', '192.0.2.3']),
    );
    expect(resolutions).toEqual(new Map([['a.test', ['192.0.2.2', '192.0.2.1', '192.0.2.3']]]));
  });

  test('what other tabs did is counted from first to last', () => {
    const at = (time: number, address: string | null): Evidence => ({
      kind: 'elsewhere',
      origin: 'https://a.test',
      address,
      at: time,
    });
    expect(capture(at(5, '192.0.2.1'), at(3, null), at(9, null)).elsewhere.get('https://a.test')).toEqual({
      ...{ origin: 'https://a.test', address: '192.0.2.1', firstAt: 3, lastAt: 9, requests: 3 },
    });
  });

  test('the browser is named by the source that knows it best, in any order', () => {
    const { browser, sources, truncated } = capture(
      {
        kind: 'source',
        source: 'netlog',
        browser: { name: 'Chromium', version: '156.0.8078.79' },
        truncated: true,
      },
      { kind: 'source', source: 'har', browser: { name: 'Chrome', version: '156.0.0.0' } },
      { kind: 'source', source: 'netlog', truncated: false },
    );
    expect(browser).toEqual({ name: 'Chromium', version: '156.0.8078.79' });
    expect(sources).toEqual(['netlog', 'har']);
    expect(truncated).toBe(true);
  });
});
