import { describe, expect, test } from 'vitest';
import { attempt, connection, request } from '../../testing/evidence.ts';
import { CaptureBuilder } from './builder.ts';

describe('at the bound', () => {
  const full = () => {
    const builder = new CaptureBuilder({ maxRequests: 2 });
    for (const key of ['1', '2', '3', '4']) {
      const url = `https://${key}.test/`;
      builder.apply(request('har', key, { startedAt: 1 }, url));
      builder.apply(connection('har', `c${key}`, { protocol: 'h2' }));
      builder.apply(attempt('har', key, 'final', { connection: `c${key}` }));
    }
    return builder;
  };

  test('new requests and their connections are refused, with one notice', () => {
    const builder = full();
    expect(builder.size).toBe(2);
    const { requests, connections, problems } = builder.snapshot();
    expect(requests.map(({ url }) => url)).toEqual(['https://1.test/', 'https://2.test/']);
    expect(connections.map(({ id }) => id)).toEqual(['c1', 'c2']);
    expect(problems).toEqual([{ code: 'capture-full', message: expect.stringContaining('2 requests') }]);
  });

  test('what is held still learns, from any source', () => {
    const builder = full();
    builder.apply(request('webrequest', '1.0', { startedAt: 2, status: 421 }, 'https://1.test/'));
    builder.apply(attempt('har', '2', 'final', { status: 404 }));
    const { requests } = builder.snapshot();
    expect(requests[0]).toMatchObject({ status: 421, sources: ['har', 'webrequest'] });
    expect(requests[1]?.attempts[0]?.status).toBe(404);
  });

  test('a clear makes room, and the notice comes again when it is full again', () => {
    const builder = full();
    builder.clear();
    expect(builder.snapshot().problems).toEqual([]);
    for (const key of ['5', '6', '7']) builder.apply(request('har', key, { startedAt: 1 }));
    expect(builder.size).toBe(2);
    expect(builder.snapshot().problems.map(({ code }) => code)).toEqual(['capture-full']);
  });
});
