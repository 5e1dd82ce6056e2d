import { expect, test } from 'vitest';
import { sketchCapture } from '../../testing/sketch-capture.ts';
import { connectionEnd } from './connection-end.ts';

const [record] = sketchCapture({ requests: [], connections: [{ id: '1' }] }).connections;

test.each([
  ['Low memory', 'low-memory'],
  ['Low memory ERR_ABORTED', 'low-memory'],
  ['Closing idle sessions. ERR_ABORTED', 'idle'],
  ['Idle time limit expired', 'idle'],
  ['No recent network activity after 30001ms. Timeout:30s', 'idle'],
  ['Network changed', 'network-change'],
  ['Closing all sessions. ERR_NETWORK_CHANGED', 'network-change'],
  ['Remote side closed connection', 'server'],
  ['Connection closed ERR_CONNECTION_CLOSED', 'server'],
  ['Failed ping. ERR_HTTP2_PING_FAILED', 'error'],
  ['ERR_QUIC_PROTOCOL_ERROR', 'error'],
  ['Socket pool destroyed', 'unknown'],
  [null, 'unknown'],
])('%s is the end %s', (closeReason, end) => {
  expect(record && connectionEnd({ ...record, closeReason })).toBe(end);
});

test("a GOAWAY in Chromium's log is the server's, and one in Firefox's may be the browser's", () => {
  const retired = { retiredAt: 1, closeReason: 'Finished going away' };
  expect(record && connectionEnd({ ...record, ...retired, sources: ['netlog'] })).toBe('goaway');
  expect(record && connectionEnd({ ...record, ...retired, sources: ['moz-log'] })).toBe('unknown');
});
