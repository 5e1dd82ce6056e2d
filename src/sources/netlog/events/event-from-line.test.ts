import { expect, it } from 'vitest';
import { bytesOf, decode } from '../../../testing/bytes.ts';
import { EventFromLine } from './event-from-line.ts';
import { NetLogConstants } from './netlog-constants.ts';

const constants = NetLogConstants.read({
  logEventTypes: { REQUEST_ALIVE: 1, FAILED: 2 },
  logEventPhase: { PHASE_BEGIN: 1 },
  timeTickOffset: 1_000,
});
if (constants === null) throw new Error('no constants');
const lines = new EventFromLine(constants, new Set(['REQUEST_ALIVE']), decode);

function read(text: string) {
  const bytes = bytesOf(`?${text}?`);
  return lines.read(bytes, 1, bytes.length - 1);
}

const PARAMS = '{"source_dependency":{"id":97,"type":17}}';

it.each([
  [
    'as Chromium writes it',
    `{"params":${PARAMS},"phase":1,"source":{"id":95,"start_time":"5"},"time":"7","type":1}`,
  ],
  [
    'with its keys in another order',
    `{"type":1,"time":"7","source":{"id":95,"start_time":"5"},"phase":1,"params":${PARAMS}}`,
  ],
])('gives a wanted event %s', (_how, text) => {
  const event = read(text);
  expect(event).toMatchObject({
    type: 'REQUEST_ALIVE',
    phase: 'begin',
    source: 95,
    sourceStart: 1_005,
    time: 1_007,
    dependency: 97,
  });
});

it('does not parse an event of another type', () => {
  expect(read('{"params":{"broken,"type":2}')).toBe('unwanted');
  expect(read('{"params":{"broken,"type":99}')).toBe('unwanted');
});

it.each(['{"params":{"broken,"type":1}', '%%%', 'null', '[]', '{"time":"7","type":1}'])(
  'takes %s for no event',
  (text) => {
    expect(read(text)).toBeNull();
  },
);
