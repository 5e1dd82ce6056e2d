import { describe, expect, test } from 'vitest';
import { attempt, build, connection, request } from '../../testing/evidence.ts';
import type { CaptureBuilder } from './builder.ts';

describe('clear', () => {
  const opening = connection('har', '81', { openedFor: 'https://a.test', openedForCertainty: 'derived' });

  test('forgets the requests, and keeps what is known of connections for when they are used again', () => {
    const builder = build(
      request('har', '0', { startedAt: 1 }),
      attempt('har', '0', 'final', { connection: '81' }),
      opening,
    );
    builder.clear();
    expect(builder.snapshot()).toMatchObject({ requests: [], connections: [] });
    builder.apply(request('har', '1', { startedAt: 9 }));
    builder.apply(attempt('har', '1', 'final', { connection: '81' }));
    expect(builder.snapshot().requests.map(({ id }) => id)).toEqual(['r2']);
    expect(builder.snapshot().connections).toEqual([
      expect.objectContaining({ id: '81', openedFor: 'https://a.test' }),
    ]);
  });

  test('reports which connections were open before, and which origins they had answered', () => {
    const builder = build(
      request('har', '0', { startedAt: 1 }),
      attempt('har', '0', 'final', { connection: '81', status: 200 }),
      request('har', '1', { startedAt: 2 }, 'https://misdirected.test/'),
      attempt('har', '1', 'final', { connection: '81', status: 421 }),
      opening,
    );
    expect(builder.snapshot().earlierConnections).toEqual([]);
    const [record] = builder.snapshot().connections;
    builder.clear();
    const earlier = [{ record, served: ['https://a.test'] }];
    expect(builder.snapshot()).toMatchObject({ connections: [], earlierConnections: earlier });
    builder.clear();
    expect(builder.snapshot().earlierConnections).toEqual(earlier);
    builder.apply(request('har', '2', { startedAt: 9 }));
    builder.apply(attempt('har', '2', 'final', { connection: '81' }));
    expect(builder.snapshot()).toMatchObject({ connections: [record], earlierConnections: earlier });
  });

  test('does not join with what was cleared', () => {
    const builder = build(request('har', '0', { startedAt: 1, status: 200 }));
    builder.clear();
    builder.apply(request('webrequest', '1.0', { startedAt: 1 }));
    expect(builder.snapshot().requests[0]).toMatchObject({ status: null, sources: ['webrequest'] });
  });

  function knownAfterClear(builder: CaptureBuilder, ...ids: string[]) {
    builder.clear();
    for (const id of ids) {
      builder.apply(request('har', id, { startedAt: 1 }));
      builder.apply(attempt('har', id, 'final', { connection: id }));
    }
    return Object.fromEntries(builder.snapshot().connections.map(({ id, protocol }) => [id, protocol]));
  }

  test('drops connections that were closed', () => {
    const builder = build(
      connection('netlog', 'closed', { closedAt: 5, protocol: 'h2' }),
      connection('netlog', 'open', { protocol: 'h2' }),
    );
    expect(knownAfterClear(builder, 'closed', 'open')).toEqual({ closed: null, open: 'h2' });
  });

  test('does not keep open ones without end', () => {
    const many = Array.from({ length: 2_001 }, (_, i) => connection('netlog', `c${i}`, { protocol: 'h2' }));
    expect(knownAfterClear(build(...many), 'c0', 'c1', 'c2000')).toEqual({ c0: null, c1: 'h2', c2000: 'h2' });
  });
});
