import { describe, expect, test } from 'vitest';
import { attempt, capture, connection, request } from '../../testing/evidence.ts';

describe('the three sources of a live tab', () => {
  const webRequest = [
    request('webrequest', '7.0', { startedAt: 1_000, initiator: 'https://a.test' }),
    request('webrequest', '7.0', { endedAt: 1_090, status: 200 }),
  ];
  const cdp = [
    request('cdp', '13.1', { startedAt: 1_003, status: 200 }),
    attempt('cdp', '13.1', 'final', { connection: '81', reused: false, status: 200 }),
    connection('cdp', '81', { certificate: { subject: 'a.test', issuer: 'CA', names: ['*.test'] } }),
  ];
  const har = [
    request('har', '0', { startedAt: 1_003.5, endedAt: 1_091, transferSize: 156 }),
    attempt('har', '0', 'final', { connection: '81', startedAt: 1_050, endedAt: 1_091 }),
    connection('har', '81', { openedFor: 'https://a.test', openedForCertainty: 'derived', openedAt: 1_010 }),
  ];
  const orders = [
    [webRequest, cdp, har],
    [har, webRequest, cdp],
    [cdp, har, webRequest],
  ];

  test.each(orders)('make one request on one connection, in whatever order they speak', (...sources) => {
    const { requests, connections } = capture(...sources.flat());
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      origin: 'https://a.test',
      // The best of the three, CDP, says when it started; only HAR knows the size.
      ...{ startedAt: 1_003, status: 200, transferSize: 156, initiator: 'https://a.test' },
      sources: ['cdp', 'har', 'webrequest'],
      attemptsComplete: false,
    });
    expect(requests[0]?.attempts).toEqual([
      expect.objectContaining({ connection: '81', reused: false, startedAt: 1_050, stream: null }),
    ]);
    expect(connections).toEqual([
      expect.objectContaining({
        ...{ id: '81', openedFor: 'https://a.test', openedForCertainty: 'derived', openedAt: 1_010 },
        certificate: { subject: 'a.test', issuer: 'CA', names: ['*.test'] },
        sources: ['cdp', 'har'],
      }),
    ]);
  });

  test.each(['webrequest', 'netlog'] as const)(
    'take the initiator from a source that states more than %s',
    (poor) => {
      const { requests } = capture(
        request(poor, '1', { startedAt: 1, initiator: 'https://a.test' }),
        request('har', '0', { startedAt: 1, initiator: 'https://a.test/app.js' }),
      );
      expect(requests[0]?.initiator).toBe('https://a.test/app.js');
    },
  );

  test('two parallel requests for one URL stay two, each joined with its own', () => {
    const { requests } = capture(
      request('webrequest', '1.0', { startedAt: 1_000 }),
      request('webrequest', '2.0', { startedAt: 1_020 }),
      // A HAR reports requests when they end: the second ended first.
      request('har', '0', { startedAt: 1_021, status: 202 }),
      request('har', '1', { startedAt: 1_001, status: 201 }),
    );
    expect(requests.map(({ startedAt, status }) => [startedAt, status])).toEqual([
      [1_001, 201],
      [1_021, 202],
    ]);
    expect(requests.every(({ sources }) => sources.length === 2)).toBe(true);
  });

  test('a page that asks the same again makes a new request', () => {
    const { requests } = capture(
      request('har', '0', { startedAt: 1_000 }),
      request('har', '1', { startedAt: 1_000 }),
      request('webrequest', '9.0', { startedAt: 60_000 }),
    );
    expect(requests).toHaveLength(3);
  });
});

describe('a NetLog with a HAR of the same run', () => {
  const netlog = [
    connection('netlog', '81', { openedFor: 'https://a.test', openedForCertainty: 'observed' }),
    connection('netlog', '90', { openedFor: 'https://b.test', openedForCertainty: 'observed' }),
    request('netlog', '33', { startedAt: 1_002, status: 200 }, 'https://b.test/'),
    attempt('netlog', '33', 0, { connection: '81', stream: 3, status: 421, restart: 'misdirected' }),
    attempt('netlog', '33', 1, { connection: '90', stream: 1, status: 200 }),
  ];
  const har = [
    request('har', '0', { startedAt: 1_000, resourceType: 'fetch' }, 'https://b.test/'),
    attempt('har', '0', 'final', {
      connection: '90',
      status: 200,
      phases: null,
      endedAt: 1_100,
      reused: false,
    }),
    connection('har', '90', { openedFor: 'https://wrong.test', openedForCertainty: 'derived' }),
  ];

  test.each([[[...netlog, ...har]], [[...har, ...netlog]]])(
    'shows every attempt, the last one enriched by the HAR',
    (evidence) => {
      const { requests, connections } = capture(...evidence);
      expect(requests).toHaveLength(1);
      expect(requests[0]).toMatchObject({ attemptsComplete: true, resourceType: 'fetch', startedAt: 1_002 });
      expect(requests[0]?.attempts).toEqual([
        expect.objectContaining({
          connection: '81',
          stream: 3,
          status: 421,
          restart: 'misdirected',
          endedAt: null,
        }),
        expect.objectContaining({ connection: '90', stream: 1, status: 200, endedAt: 1_100, reused: false }),
      ]);
      expect(connections.find(({ id }) => id === '90')).toMatchObject({
        openedFor: 'https://b.test',
        openedForCertainty: 'observed',
      });
    },
  );

  test('an attempt that was missed leaves its place', () => {
    const { requests } = capture(request('netlog', '1'), attempt('netlog', '1', 2, { status: 200 }));
    expect(requests[0]?.attempts.map(({ status }) => status)).toEqual([null, null, 200]);
  });
});
