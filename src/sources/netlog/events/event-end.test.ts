import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, decode } from '../../../testing/bytes.ts';
import { readFixtureText } from '../../../testing/fixtures.ts';
import { parseJson } from '../../json.ts';
import { EventEnd } from './event-end.ts';

const end = new EventEnd();

/** Reads it where other bytes stand before and behind. */
function read(text: string) {
  const bytes = bytesOf(`"type":${text},`);
  const to = bytes.length - 1;
  const type = end.readType(bytes, 7, to) ? end.type : null;
  if (type === null || !end.readRest(bytes, 7, end.typeAt)) return { type, event: null };
  const { phase, source, sourceStart, time, paramsFrom, paramsTo } = end;
  const params = paramsTo === 0 ? undefined : parseJson(decode(bytes, paramsFrom, paramsTo));
  if (paramsTo !== 0 && params === undefined) return { type, event: null };
  return { type, event: { phase, source, sourceStart, time, params } };
}

describe('the type at the end of an event', () => {
  it.each([
    ['{"phase":0,"type":170}', 170],
    ['{"type":0}', 0],
    ['{"params":{"type":3},"time":"1","type":12}', 12],
    ['{"type":3,"time":"1"}', null],
    ['{"params":{"type":3}}', null],
    ['{"type": 3}', null],
    ['{"subtype":3}', null],
    ['{"type":}', null],
    ['{"type":99999999999999999999}', null],
    ['{}', null],
    ['}', null],
    ['', null],
  ])('of %s is %s', (text, type) => {
    expect(read(text).type).toBe(type);
  });
});

describe('the end of an event', () => {
  it('says of every event of a real log what the parser says', () => {
    const lines = readFixtureText('chromium/101.netlog.json.gz').split('\n');
    const texts = lines
      .map((line) => line.replace(/[\],]+$/, ''))
      .filter((line) => /"type":\d+}$/.test(line));
    for (const text of texts) {
      const { params, phase, source, time, type } = JSON.parse(text);
      const { event, ...rest } = read(text);
      expect(rest.type).toBe(type);
      const sourceStart = Number(source.start_time);
      expect(event).toEqual({ phase, source: source.id, sourceStart, time: Number(time), params });
    }
    expect(texts.length).toBeGreaterThan(3_000);
  });

  const event =
    '{"params":{"a":1},"phase":1,"source":{"id":95,"start_time":"5","type":1},"time":"7","type":170}';

  it('is left to the parser where anything is not as Chromium writes it', () => {
    expect(read(event).event).not.toBeNull();
    fc.assert(
      fc.property(
        fc.nat(event.length - 1),
        fc.constantFrom('', ' ', '"', '{', '-', 'x', ',,'),
        (at, other) => {
          const text = event.slice(0, at) + other + event.slice(at + 1);
          const { event: told, type } = read(text);
          if (told === null) return;
          const { params, phase, source, time, ...rest } = JSON.parse(text);
          const sourceStart = Number(source.start_time);
          expect(told).toEqual({ phase, source: source.id, sourceStart, time: Number(time), params });
          expect(type).toBe(rest.type);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
