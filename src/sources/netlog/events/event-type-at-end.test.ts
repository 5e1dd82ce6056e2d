import { describe, expect, it } from 'vitest';
import { bytesOf } from '../../../testing/bytes.ts';
import { readFixtureText } from '../../../testing/fixtures.ts';
import { eventTypeAtEnd } from './event-type-at-end.ts';

/** Reads the text with other bytes before and after it. */
function typeOf(text: string): number | null {
  const bytes = bytesOf(`"type":${text},`);
  return eventTypeAtEnd(bytes, 7, bytes.length - 1);
}

describe('the type at the end of an event', () => {
  it.each([
    ['{"phase":0,"type":170}', 170],
    ['{"type":0}', 0],
    ['{"params":{"type":3},"time":"1","type":12}', 12],
    ['{"type":3,"time":"1"}', null],
    ['{"params":{"type":3}}', null],
    ['{"type": 3}', null],
    ['{"type":3} ', null],
    ['{"subtype":3}', null],
    ['{"params":1,type":17}', null],
    ['{"type":}', null],
    ['{"params":1,"type":1700000017}', null],
    ['"type":17}', null],
    ['{}', null],
    ['}', null],
    ['', null],
  ])('of %s is %s', (text, type) => {
    expect(typeOf(text)).toBe(type);
  });

  it('is the type that a parser finds, for every event of a real log', () => {
    const texts = readFixtureText('chromium/101.netlog.json.gz')
      .split('\n')
      .map((line) => line.replace(/[\],]+$/, ''))
      .filter((line) => /"type":\d+}$/.test(line));
    for (const text of texts) expect(typeOf(text)).toBe(JSON.parse(text).type);
    expect(texts.length).toBeGreaterThan(3_000);
  });
});
