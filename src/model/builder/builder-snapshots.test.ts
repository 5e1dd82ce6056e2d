import { describe, expect, test } from 'vitest';
import { attempt, build, connection, request } from '../../testing/evidence.ts';
import type { Evidence } from '../evidence.ts';

describe('snapshots', () => {
  test('of an unchanged builder are the same object', () => {
    const builder = build(request('har', '0'));
    expect(builder.snapshot()).toBe(builder.snapshot());
  });

  test('share every record that did not change, and replace those that did', () => {
    const builder = build(
      ...['0', '1'].flatMap((key) => [
        request('har', key, { startedAt: 1 }, `https://${key}.test/`),
        attempt('har', key, 'final', { connection: key }),
      ]),
    );
    const before = builder.snapshot();
    builder.apply(request('har', '1', { status: 421 }, 'https://1.test/'));
    builder.apply(connection('har', '0', { protocol: 'h2' }));
    const after = builder.snapshot();
    expect(after.version).toBeGreaterThan(before.version);
    expect(after.requests[0]).toBe(before.requests[0]);
    expect(after.requests[1]).not.toBe(before.requests[1]);
    expect(after.connections[0]).not.toBe(before.connections[0]);
    expect(after.connections[1]).toBe(before.connections[1]);
  });

  test('once taken never change', () => {
    const builder = build(
      request('har', '0'),
      { kind: 'resolution', source: 'har', host: 'a.test', addresses: ['192.0.2.1'] },
      { kind: 'elsewhere', origin: 'https://a.test', address: null, at: 5 },
      { kind: 'problem', problem: { code: 'x', message: 'X.' } },
    );
    const before = builder.snapshot();
    const copy = structuredClone(before);
    for (const one of [
      request('har', '0', { status: 421 }),
      request('netlog', '1'),
      { kind: 'resolution', source: 'har', host: 'a.test', addresses: ['192.0.2.2'] },
      { kind: 'elsewhere', origin: 'https://a.test', address: '192.0.2.9', at: 3 },
      { kind: 'problem', problem: { code: 'y', message: 'Y.' } },
      { kind: 'source', source: 'har', truncated: true },
    ] satisfies Evidence[]) {
      builder.apply(one);
    }
    expect(before).toEqual(copy);
    expect(builder.snapshot()).not.toEqual(copy);
  });
});
