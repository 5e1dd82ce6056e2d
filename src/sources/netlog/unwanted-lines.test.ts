import { describe, expect, it, test } from 'vitest';
import { bytesOf, decode } from '../../testing/bytes.ts';
import { readFixtureText } from '../../testing/fixtures.ts';
import { UnwantedLines } from './unwanted-lines.ts';

/** Of the types 0 to 199 only 170 says something. */
const wanted = new Array<true | undefined>(200).fill(undefined).with(170, true);

function passedOver(text: string, from = 0): { lines: number; rest: string } {
  const unwanted = new UnwantedLines(wanted);
  const bytes = bytesOf(text);
  const at = unwanted.passOver(bytes, from);
  return { lines: unwanted.passed, rest: decode(bytes, at, bytes.length) };
}

const SAYS = '{"params":{"type":17},"time":"7","type":170}';
const SILENT = '{"params":{"type":170},"time":"7","type":17}';

describe('passes over', () => {
  it('whole lines of events that say nothing, and counts them', () => {
    expect(passedOver(`${SILENT},\n${SILENT},\n${SAYS},\n${SILENT},\n`)).toEqual({
      lines: 2,
      rest: `${SAYS},\n${SILENT},\n`,
    });
  });

  it('from where it is told', () => {
    expect(passedOver(`${SAYS},\n${SILENT},\nrest`, SAYS.length + 2)).toEqual({ lines: 1, rest: 'rest' });
  });

  it('exactly what a real log has of other types', () => {
    const lines = readFixtureText('chromium/101.netlog.json.gz')
      .split('\n')
      .filter((line) => /"type":\d+\},?$/.test(line));
    const types = lines.map((line) => Number(/"type":(\d+)\},?$/.exec(line)?.[1]));
    const most = types.reduce((counts, type) => counts.set(type, (counts.get(type) ?? 0) + 1), new Map());
    const flags = new Array<true | undefined>(1_000).fill(undefined);
    for (const type of [...most.keys()].slice(0, 20)) flags[type] = true;
    const unwanted = new UnwantedLines(flags);
    const bytes = bytesOf(`${lines.join('\n')}\n`);
    const told: string[] = [];
    let passed = 0;
    for (let at = unwanted.passOver(bytes, 0); at < bytes.length; at = unwanted.passOver(bytes, at)) {
      passed += unwanted.passed;
      const end = bytes.indexOf(0x0a, at);
      told.push(decode(bytes, at, end));
      at = end + 1;
    }
    passed += unwanted.passed;
    expect(told).toEqual(lines.filter((_, index) => flags[types[index] ?? 0] === true));
    expect(passed + told.length).toBe(lines.length);
    expect(passed).toBeGreaterThan(500);
  });
});

describe('leaves to others', () => {
  test.each([
    ['one without an end in these bytes', SILENT],
    ['what is no event', '],\n'],
    ['the end of the document', '],"polledData":{"type":17}}\n'],
    ['an empty line', '\n'],
    ['white space at the end', `${SILENT}, \n`],
    ['a carriage return', `${SILENT},\r\n`],
    ['another last member', '{"type":17,"time":"7"}\n'],
    ['a member whose name only ends so', '{"params":1,"subtype":17}\n'],
    ['a member without quotes', '{"params":1,type":17}\n'],
    ['no number', '{"params":1,"type":}\n'],
    ['more digits than any type has', '{"params":1,"type":1700000017}\n'],
    ['an object in it', '{"params":{"type":17}}\n'],
    ['less than an event', '"type":17}\n'],
  ])('%s', (_what, line) => {
    expect(passedOver(line)).toEqual({ lines: 0, rest: line });
  });
});
