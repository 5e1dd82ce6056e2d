import { describe, expect, it, test } from 'vitest';
import { bytesOf, decode } from '../../../testing/bytes.ts';
import { readFixtureText } from '../../../testing/fixtures.ts';
import { EventLines } from './event-lines.ts';

/** Of the types 0 to 199 only 170 says something. */
const wanted = new Array<true | undefined>(200).fill(undefined).with(170, true);

/** What becomes of a text: the events that were taken, how many lines were read, and what was left. */
function read(text: string, { from = 0, takes = true } = {}) {
  const taken: string[] = [];
  const lines = new EventLines(wanted, (type, bytes, start, typeAt, line) => {
    if (takes) taken.push(`${line} ${type} ${decode(bytes, start, typeAt)}`);
    return takes;
  });
  const bytes = bytesOf(text);
  const at = lines.read(bytes, from);
  return { taken, lines: lines.count, rest: decode(bytes, at, bytes.length) };
}

const SAYS = '{"params":{"type":17},"time":"7","type":170}';
const SILENT = '{"params":{"type":170},"time":"7","type":17}';

describe('reads', () => {
  it('whole lines, gives those that say something, and counts all', () => {
    expect(read(`${SILENT},\n${SAYS},\n${SILENT},\n${SAYS}\nrest`)).toEqual({
      taken: ['1 170 {"params":{"type":17},"time":"7",', '3 170 {"params":{"type":17},"time":"7",'],
      lines: 4,
      rest: 'rest',
    });
  });

  it('from where it is told', () => {
    const text = `${SAYS},\n${SILENT},\nrest`;
    expect(read(text, { from: SAYS.length + 2 })).toEqual({ taken: [], lines: 1, rest: 'rest' });
  });

  it('up to one that is not taken', () => {
    const text = `${SILENT},\n${SAYS},\n${SILENT},\n`;
    expect(read(text, { takes: false })).toEqual({ taken: [], lines: 1, rest: `${SAYS},\n${SILENT},\n` });
  });

  it('all lines of a real log, and gives exactly those of the types that are wanted', () => {
    const all = readFixtureText('chromium/101.netlog.json.gz')
      .split('\n')
      .filter((line) => /"type":\d+\},?$/.test(line));
    const typeOf = (line: string) => Number(/"type":(\d+)\},?$/.exec(line)?.[1]);
    const some = new Set([...new Set(all.map(typeOf))].slice(0, 20));
    const flags = Array.from({ length: 1_000 }, (_, type) => (some.has(type) ? true : undefined));
    const taken: string[] = [];
    const lines = new EventLines(flags, (type, bytes, from, typeAt) => {
      taken.push(`${decode(bytes, from, typeAt)}"type":${type}}`);
      return true;
    });
    const bytes = bytesOf(`${all.join('\n')}\n`);
    expect(lines.read(bytes, 0)).toBe(bytes.length);
    expect(lines.count).toBe(all.length);
    expect(taken).toEqual(all.filter((line) => some.has(typeOf(line))).map((line) => line.replace(/,$/, '')));
    expect(taken.length).toBeGreaterThan(500);
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
    expect(read(line)).toEqual({ taken: [], lines: 0, rest: line });
  });
});
