import { expect, it } from 'vitest';
import type { NetLogEvent, Phase } from '../../netlog/events/netlog-event.ts';
import { WallClock } from './clocks.ts';
import { NetLogEvents } from './netlog-events.ts';

type Sketch = readonly [at: number, type: string | null, phase: Phase, params?: object];

function released(...events: readonly Sketch[]): unknown[] {
  const held = new NetLogEvents(new Set(['REQUEST_ALIVE', 'SOCKET_ALIVE', 'SSL_CONNECT']));
  for (const [at, type, phase, params = {}] of events) {
    held.add({ source: 7, type, phase, at: BigInt(at) * 1_000_000n, params: JSON.stringify(params) });
  }
  const taken: NetLogEvent[] = [];
  held.release(new WallClock(), (event) => taken.push(event));
  return taken.map(({ type, phase, params, time }) => [time, type, phase, params]);
}

it('sorts events that came in batches', () => {
  expect(released([9, 'REQUEST_ALIVE', 'none'], [3, 'SSL_CONNECT', 'none'])).toEqual([
    [3, 'SSL_CONNECT', 'none', {}],
    [9, 'REQUEST_ALIVE', 'none', {}],
  ]);
});

// The orders are those in a --log-net-log (Chromium 156), where ends have names.
it('takes the last end in a request as that of the request, not of the check that began before it', () => {
  const events = released(
    [1, 'CORS_REQUEST', 'begin'],
    [2, 'REQUEST_ALIVE', 'begin'],
    [3, null, 'end'],
    [4, null, 'end', { net_error: -105 }],
  );
  expect(events).toEqual([
    [2, 'REQUEST_ALIVE', 'begin', {}],
    [4, 'REQUEST_ALIVE', 'end', { net_error: -105 }],
  ]);
});

it('does not take an end without an outcome as that of a handshake', () => {
  const events = released([1, 'SOCKET_ALIVE', 'begin'], [2, 'SSL_CONNECT', 'begin'], [3, null, 'end']);
  expect(events.at(-1)).toEqual([3, 'SOCKET_ALIVE', 'end', {}]);
  const done = released([2, 'SSL_CONNECT', 'begin'], [3, null, 'end', { version: 'TLS 1.3' }]);
  expect(done.at(-1)).toEqual([3, 'SSL_CONNECT', 'end', { version: 'TLS 1.3' }]);
});

it('skips the end of an event that began before the trace', () => {
  expect(released([1, null, 'end'])).toEqual([]);
});
