import { describe, expect, it } from 'vitest';
import { bytesOf, chunksOf, decode } from '../../testing/bytes.ts';
import { asObject, parseJson } from '../json.ts';
import { EventDocument } from './event-document.ts';

function read(text: string, size = 1_000_000) {
  const events: unknown[] = [];
  const members: string[] = [];
  const bad: number[] = [];
  const tooLong: number[] = [];
  const document = new EventDocument(
    {
      eventsKey: 'events',
      memberKeys: ['before', 'after'],
      member: (key, value) => members.push(`${key}=${value}`),
      event: (bytes, from, to) => {
        const event = asObject(parseJson(decode(bytes, from, to)));
        if (event !== null) events.push(event.n);
        return event !== null;
      },
      notAnEvent: (line) => bad.push(line),
      tooLong: (line) => tooLong.push(line),
    },
    { decode, maxLength: 1_000 },
  );
  for (const chunk of chunksOf(bytesOf(text), size)) document.push(chunk);
  const { complete, foundEvents } = document.end();
  return { events, members, bad, tooLong, complete, foundEvents };
}

const whole = {
  members: ['before={}', 'after=[{}]'],
  bad: [],
  tooLong: [],
  complete: true,
  foundEvents: true,
};

describe('EventDocument', () => {
  it.each([
    ['a line each', '{"before":{},\n"events": [\n{"n":1},\n{"n":2},\n{"n":3}\n],"after":[{}]}'],
    ['the end in the last line', '{"before":{},\n"events": [\n{"n":1},\n{"n":2},\n{"n":3}],"after":[{}]}\n'],
    [
      'CRLF and blank lines',
      '{"before":{},\r\n"events":[\r\n\r\n{"n":1},\r\n{"n":2},\r\n \r\n{"n":3}\r\n],\r\n"after":[{}]}',
    ],
    ['commas first', '{"before":{},\n"events":[\n{"n":1}\n, {"n":2}\n, {"n":3}\n],"after":[{}]}'],
    ['several a line', '{"before":{},\n"events":[\n{"n":1},{"n":2},\n{"n":3}],"after":[{}]}'],
    ['one line', '{"before":{},"events":[{"n":1},{"n":2},{"n":3}],"after":[{}]}'],
    [
      'indented',
      JSON.stringify({ before: {}, events: [{ n: 1 }, { n: 2 }, { n: 3 }], after: [{}] }, null, 2),
    ],
    ['the first next to its bracket', '{"before":{},"events":[{"n":1},\n{"n":2},\n{"n":3}\n],"after":[{}]}'],
    ['indented lines', '{"before":{},\n"events": [\n  {"n":1},\n  {"n":2},\n  {"n":3}\n ]\n,"after":[{}]}'],
  ])('reads events with %s', (_layout, text) => {
    for (const size of [1, 5, 1_000]) {
      const { events, ...rest } = read(text, size);
      expect(events).toEqual([1, 2, 3]);
      const unspaced = rest.members.map((member) => member.replace(/\s/g, ''));
      expect({ ...rest, members: unspaced }).toEqual(whole);
    }
  });

  it('reads a document that is an array', () => {
    expect(read('[\n{"n":1},\n{"n":2}\n]')).toMatchObject({ events: [1, 2], complete: true });
    expect(read('[{"n":1},{"n":2}]')).toMatchObject({ events: [1, 2], complete: true });
  });

  it('reports the broken line and continues after it', () => {
    const text = '{"events":[\n{"n":1},\n%%%,\n{"n":2,\n{"n":3},\nnull,\n{"n":4}\n]}';
    expect(read(text)).toMatchObject({ events: [1, 3, 4], bad: [3, 4, 6], complete: true });
  });

  it('skips a line that is too long', () => {
    const text = `{"events":[\n{"n":1},\n{"n":"${'x'.repeat(2_000)}"},\n{"n":3}\n]}`;
    expect(read(text, 100)).toMatchObject({ events: [1, 3], tooLong: [3], complete: true });
  });

  it('does not count brackets in strings', () => {
    const text = '{"events":[\n{"n":"}],\\"{"}],"after":[{}]}';
    expect(read(text)).toMatchObject({ events: ['}],"{'], members: ['after=[{}]'], complete: true });
  });

  it('reports a missing end, and reads all complete events', () => {
    expect(read('{"events":[\n{"n":1},\n{"n":2}')).toMatchObject({
      events: [1, 2],
      complete: false,
      bad: [],
    });
    expect(read('{"events":[\n{"n":1},\n{"n":')).toMatchObject({ events: [1], complete: false, bad: [] });
    expect(read('{"before":{')).toMatchObject({ events: [], complete: false, foundEvents: false });
  });

  it('reads many lines of garbage, full of quotes and brackets', () => {
    const garbage = `{"a":"${'\\"}]['.repeat(150)}\n`;
    const text = `{"events":[\n{"n":1},\n${garbage.repeat(5_000)}{"n":2}]}`;
    expect(read(text)).toMatchObject({ events: [1, 2], complete: true });
    expect(read(text).bad).toHaveLength(5_000);
  });
});
