import { describe, expect, test } from 'vitest';
import { dialectOf } from './dialect.ts';

const entry = (url: string, over: Record<string, unknown> = {}) => ({ request: { url }, ...over });
const by = (name: string) => ({ creator: { name } });
const A = 'https://a.test/';
const B = 'https://b.test:8443/';

describe('what `connection` means', () => {
  test.each([
    ['the port, where every entry has that of its URL', 'WebInspector', ['443', '8443'], 'port'],
    ['the id, where one has a different number (old Chrome)', 'WebInspector', ['443', '8444'], 'id'],
    ['the id, as HAR 1.2 defines it', 'Fiddler', ['ClientPort:51234', 'ClientPort:51235'], 'id'],
    ['the port, in Firefox also through a proxy', 'Firefox', ['3128', '3128'], 'port'],
    ['nothing, where no entry has one', 'WebInspector', [undefined, ''], 'port'],
  ])('%s', (_case, creator, [a, b], meaning) => {
    const entries = [entry(A, { connection: a }), entry(B, { connection: b })];
    expect(dialectOf(by(creator), entries).connection).toBe(meaning);
  });

  test('the port, as soon as one entry has a `_connectionId`', () => {
    const entries = [entry(A, { connection: '3128', _connectionId: '81' }), entry(A, { connection: '3128' })];
    expect(dialectOf(by('WebInspector'), entries).connection).toBe('port');
  });
});

describe('who wrote it', () => {
  test.each([
    ['WebInspector', 'chrome'],
    ['Firefox', 'firefox'],
    ['WebPagetest', 'webpagetest'],
    ['Playwright', 'other'],
  ])('creator %s is %s, whatever the entries look like', (name, writer) => {
    expect(
      dialectOf(by(name), [entry(A, { _connectionId: '1', _socket: 1, _securityState: 'x' })]).writer,
    ).toBe(writer);
  });

  test.each([
    [{ _socket: 5 }, 'webpagetest'],
    [{ _securityState: 'secure' }, 'firefox'],
    [{ _connectionId: '5' }, 'chrome'],
    [{ timings: { _blocked_queueing: 1 } }, 'chrome'],
    [{}, 'other'],
  ])('a single entry with %j is from %s', (over, writer) => {
    expect(dialectOf(null, [entry(A, over)]).writer).toBe(writer);
  });
});

describe('runs of WebPageTest', () => {
  const run = (number: number, cached = 0) => ({ _run: number, _cached: cached });
  const entries = (...runs: object[]) => runs.map((one) => entry(A, { ...one }));
  const onlyRun = (of: readonly object[], pages?: unknown) =>
    dialectOf({ ...by('WebPagetest'), pages }, of).onlyRun;

  test('are taken from the entries where no page has one, and a single run is the only one', () => {
    for (const pages of [undefined, [], {}, [{ id: 'page_1_0' }]]) {
      expect(onlyRun(entries(run(1), run(1)), pages)).toBe('1.0');
      expect(onlyRun(entries(run(1), run(2)), pages)).toBeNull();
      expect(onlyRun(entries(run(1), run(1, 1)), pages)).toBeNull();
    }
  });

  test('are those of the pages, even where an entry has another', () => {
    expect(onlyRun(entries(run(2)), [run(2)])).toBe('2.0');
    expect(onlyRun(entries(run(1), run(2)), [run(1)])).toBe('1.0');
    expect(onlyRun(entries(run(1)), [run(1), run(2)])).toBeNull();
  });
});
