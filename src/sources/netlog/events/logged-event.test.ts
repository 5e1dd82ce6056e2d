import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { bytesOf, decode } from '../../../testing/bytes.ts';
import { readFixtureText } from '../../../testing/fixtures.ts';
import { asObject, parseJson } from '../../json.ts';
import { EventEnd } from './event-end.ts';
import { LoggedEvent } from './logged-event.ts';
import { type EventFacts, ParsedEvent, paramsOf } from './netlog-event.ts';

const FACTS: EventFacts = { type: 'REQUEST_ALIVE', phase: 'begin', source: 1, sourceStart: null, time: 0 };

const event = new LoggedEvent(decode);

/** The one event, with these params, where other bytes stand before and behind. */
function logged(params: string): LoggedEvent {
  const text = `{${params === '' ? '' : `"params":${params},`}"phase":1,"source":{"id":95,"start_time":"5","type":1},"time":"7","type":170}`;
  const bytes = bytesOf(`{"stream_id":7}${text}{"stream_id":8}`);
  const end = new EventEnd();
  expect(end.readType(bytes, 15, bytes.length - 15) && end.readRest(bytes, 15, end.typeAt)).toBe(true);
  event.become(end, bytes, { tickOffset: 1_000, phases: [undefined, 'begin'] });
  return event;
}

describe('what an event of a file says', () => {
  it('is what the parser says of every one of a real log', () => {
    const lines = readFixtureText('real/amazon-netlog.json.gz').split('\n');
    let dependencies = 0;
    for (const line of lines) {
      const text = /^\{"params":(.*),"phase":\d,"source":/.exec(line)?.[1];
      if (text === undefined) continue;
      const parsed = new ParsedEvent(FACTS, paramsOf(JSON.parse(text)));
      logged(text);
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
      logged(JSON.stringify(said));
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
  logged('');
  expect([event.params, event.paramsText, event.dependency, event.number('stream_id')]).toEqual([
    {},
    '',
    null,
    null,
  ]);
  expect(event.broken).toBe(false);
});

test('its end tells who it is of, and when', () => {
  const { phase, source, sourceStart, time } = logged('');
  expect({ phase, source, sourceStart, time }).toEqual({
    phase: 'begin',
    source: 95,
    sourceStart: 1_005,
    time: 1_007,
  });
});

test('nothing of the event before is left', () => {
  expect(logged('{"url":"https://a.test/"}').params).toEqual({ url: 'https://a.test/' });
  expect(logged('{"source_dependency":{"id":97,"type":17}}').params).toEqual({
    source_dependency: { id: 97, type: 17 },
  });
  expect(logged('').params).toEqual({});
});

test('broken params are nothing, and known to be broken once they were asked for', () => {
  logged('{"url":"https://a.test/}');
  expect(event.broken).toBe(false);
  expect(asObject(event.params)).toEqual({});
  expect(event.broken).toBe(true);
});
