import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { bytesOf, decode } from '../../testing/bytes.ts';
import { readFixtureText } from '../../testing/fixtures.ts';
import { asObject, parseJson } from '../json.ts';
import { type EventFacts, ParsedEvent, paramsOf } from './event.ts';
import { LoggedEvent } from './logged-event.ts';

const FACTS: EventFacts = { type: 'REQUEST_ALIVE', phase: 'begin', source: 1, sourceStart: null, time: 0 };

/** An event with these params, where other bytes stand before and behind. */
function logged(params: string, dependency = 0): LoggedEvent {
  const bytes = bytesOf(`{"stream_id":7}${params}{"stream_id":8}`);
  const to = params === '' ? 0 : bytes.length - 15;
  return new LoggedEvent(FACTS, { bytes, from: 15, to, decode }, dependency);
}

describe('what an event of a file says', () => {
  it('is what the parser says of every one of a real log', () => {
    const lines = readFixtureText('real/amazon-netlog.json.gz').split('\n');
    let dependencies = 0;
    for (const line of lines) {
      const text = /^\{"params":(.*),"phase":\d,"source":/.exec(line)?.[1];
      if (text === undefined) continue;
      const parsed = new ParsedEvent(FACTS, paramsOf(JSON.parse(text)));
      const event = logged(text);
      expect(event.dependency).toBe(parsed.dependency);
      if (parsed.dependency !== null) dependencies += 1;
      for (const name of ['stream_id', 'size', 'net_error'])
        expect(event.number(name)).toBe(parsed.number(name));
    }
    expect(dependencies).toBeGreaterThan(300);
  });

  it('is the same for any params of the shapes that are asked for by number', () => {
    const value = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.double({ noNaN: true }),
      fc.boolean(),
      fc.constant(null),
    );
    const params = fc.record(
      {
        a: fc.array(fc.string()),
        size: value,
        source_dependency: fc.record({ id: fc.integer() }),
        z: fc.string(),
      },
      { requiredKeys: [] },
    );
    const check = (said: object) => {
      const parsed = new ParsedEvent(FACTS, paramsOf(parseJson(JSON.stringify(said))));
      const event = logged(JSON.stringify(said));
      expect([event.dependency, event.number('size')]).toEqual([parsed.dependency, parsed.number('size')]);
      expect(event.params).toEqual(parsed.params);
    };
    fc.assert(fc.property(params, check));
  });

  test.each([
    ['a text that looks like a member', '{"a":"\\"stream_id\\":5"}', null],
    ['a text that is its name', '{"a":"stream_id","b":5}', null],
    ['the end of another name', '{"last_stream_id":5}', null],
    ['a number in quotes', '{"stream_id":"5"}', null],
    ['nothing', '{"stream_id":}', null],
    ['one below zero', '{"stream_id":-5,"z":1}', -5],
  ])('by number, of %s', (_what, params, said) => {
    expect(logged(params).number('stream_id')).toBe(said);
  });
});

test('an event without params says nothing, and is not broken', () => {
  const event = logged('');
  expect([event.params, event.paramsText, event.dependency, event.number('stream_id')]).toEqual([
    {},
    '',
    null,
    null,
  ]);
  expect(event.broken).toBe(false);
});

test('what its end told needs no params', () => {
  expect(logged('{"source_dependency":{"id":97,"type":17}}', 97).dependency).toBe(97);
});

test('broken params are nothing, and known to be broken once they were asked for', () => {
  const event = logged('{"url":"https://a.test/}');
  expect(event.broken).toBe(false);
  expect(asObject(event.params)).toEqual({});
  expect(event.broken).toBe(true);
});
