import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { harErrors } from '../../testing/har-12.ts';
import { dateTime, ipAddress, uri } from './formats.ts';
import { entryShape, logShape } from './har-shapes.ts';

const shape = entryShape('2026-01-02T03:04:05.678Z');

/** The schema's errors for an entry with these fields. */
function errorsWith(fields: {
  url?: unknown;
  startedDateTime?: unknown;
  serverIPAddress?: unknown;
}): string[] {
  const { url = 'https://a.test/', ...rest } = fields;
  const entry = shape({ ...rest, request: { url } });
  return harErrors({ log: { version: '1.2', creator: { name: '', version: '' }, entries: [entry] } });
}

describe('what HAR 1.2 requires of a URL, a time and an address', () => {
  it('is met whatever the text is', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.stringMatching(/^https?:\/\/[a-z[\]:.@%|{}"<> \\^`é]{0,20}[/?#a-z[\]%|é]{0,12}$/),
      fc.ipV6(),
      fc.ipV4Extended(),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      fc.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/),
    );
    fc.assert(
      fc.property(text, (value) => {
        expect(errorsWith({ url: value, startedDateTime: value, serverIPAddress: value })).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves valid values unchanged', () => {
    for (const url of [
      'https://a.test/p?a=b%20c#d',
      'data:text/plain,x',
      'blob:https://a.test/1',
      'https://[::1]:8443/',
    ]) {
      expect(uri(url)).toBe(url);
    }
    expect(dateTime('2026-03-27T17:36:33.838-04:00')).toBe('2026-03-27T17:36:33.838-04:00');
    expect(ipAddress('2600:9000:215a::1')).toBe('2600:9000:215a::1');
  });

  it('encodes only the disallowed characters of a URL', () => {
    expect(uri('https://a.test/a|b?c={d}&e=[1]&f=%zz&g=é')).toBe(
      'https://a.test/a%7Cb?c=%7Bd%7D&e=%5B1%5D&f=%25zz&g=%C3%A9',
    );
  });

  it('converts a time that the platform can parse, and accepts nothing else as a time', () => {
    expect(dateTime('Thu, 26 Mar 2026 23:56:02 GMT')).toBe('2026-03-26T23:56:02.000Z');
    expect(dateTime('2026-02-30T00:00:00Z')).not.toBe('2026-02-30T00:00:00Z');
    expect(dateTime('soon')).toBeUndefined();
    expect(ipAddress('[::1]')).toBe('::1');
    expect(ipAddress('a.test')).toBeUndefined();
  });
});

describe('an entry and a log made from any JSON', () => {
  it('are valid', () => {
    const keys = [
      'request',
      'response',
      'url',
      'headers',
      'cookies',
      'name',
      'value',
      'expires',
      'content',
      'size',
    ];
    const more = [
      'postData',
      'params',
      'timings',
      'send',
      'cache',
      'beforeRequest',
      'pages',
      'title',
      'comment',
    ];
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom(null, true, 1, 1.5, -1, '', 'x', '2026-01-01T00:00:00Z'),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...keys, ...more), tie('tree'), { maxKeys: 5 }),
      ),
    }));
    const log = logShape('2026-01-02T03:04:05.678Z', { name: 'x', version: '1' });
    fc.assert(
      fc.property(tree, tree, tree, (request, response, other) => {
        const entries = [shape({ request, response, cache: other, timings: other, comment: other })];
        const made = log({ pages: other, browser: response, creator: request, comment: other });
        expect(harErrors({ log: { ...(made as object), entries } })).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });
});
