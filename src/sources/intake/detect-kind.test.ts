import { describe, expect, test } from 'vitest';
import { CHROMIUM_RUNS, readFixtureText } from '../../testing/fixtures.ts';
import { detectKind, likelyKind } from './detect-kind.ts';

describe('the kind of a file', () => {
  test.each([
    ...CHROMIUM_RUNS.flatMap((run) => [
      [`chromium/${run}.har.json.gz`, 'har'],
      [`chromium/${run}.netlog.json.gz`, 'netlog'],
    ]),
    ['dialects/webpagetest.har.gz', 'har'],
    ['dialects/firefox.har.gz', 'har'],
    ['dialects/netlog-everything.json.gz', 'netlog'],
    ['dialects/cdp.json.gz', 'cdp'],
    ['dialects/chrome-trace.json.gz', 'chrome-trace'],
    ['firefox/t1.moz_log.gz', 'moz-log'],
    ['firefox/t7.moz_log.gz', 'moz-log'],
    ['firefox/h3.moz_log.gz', 'moz-log'],
    ['netlog/traced.trace.gz', 'chrome-trace-proto'],
  ])('%s is %s, by its first kilobyte', (name, kind) => {
    expect(detectKind(readFixtureText(name).slice(0, 1_024))).toBe(kind);
  });

  test.each([
    ['\ufeff \r\n{"log" : {', 'har'],
    ['{"_comment":"log","pages":[{"log":1}],"log":{}}', 'har'],
    ['{"version":"1.2","creator":{"name":"x"},"entries":[', 'har'],
    ['{"polledData":{},"events":[]}', 'netlog'],
    ['{"metadata":{"constants":{}},"traceEvents":[]}', 'chrome-trace'],
    ['[{"args":{"method":"x"},"cat":"a","name":"b","ph":"X"}]', 'chrome-trace'],
    ['{"method":"Network.dataReceived","params":{}}\n{}', 'cdp'],
    ['{}\n{"params":{"method":1},"method":"Page.loadEventFired"}', 'cdp'],
    ['[ {},\n {"sessionId":"5","method":"Page.loadEventFired","params":{}', 'cdp'],
    ['{"format":"coalescope-report","version":1', 'coalescope-report'],
    ['2026-11-22 15:38:07.517928 UTC - [Parent 15136: Main Thread]: D/nsHttp nsHttpAuthCache', 'moz-log'],
    ['[Parent 15136: Main Thread]: V/nsHttp nsHttpAuthCache', 'moz-log'],
    ['2671: 2026-11-22 15:51:14.311935 UTC - [Parent 26962: Main Thread]: E/nsHttp x', 'moz-log'],
  ])('%s … is %s', (head, kind) => {
    expect(detectKind(head)).toBe(kind);
  });

  test.each([
    '',
    '   ',
    '{',
    '{"lo',
    '{"log"',
    '{"log":[]}',
    '{"x":"{\\"log\\":{"}',
    '{"x":{"log":{}}}',
    '{"method":"post","params":{}}',
    '[["method"]]',
    '<!doctype html>',
    'log: {}',
  ])('%j is unknown, or not yet known', (head) => {
    expect(detectKind(head)).toBeNull();
  });

  test('is the likely one for a whole file without a sure sign', () => {
    expect(likelyKind('{"entries":[]}')).toBe('har');
    expect(likelyKind('{"events":[]}')).toBe('netlog');
    expect(likelyKind('{"entries":5}')).toBeNull();
    expect(likelyKind('{"log":{}}')).toBe('har');
  });
});
