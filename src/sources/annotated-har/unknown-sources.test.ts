import { expect, it } from 'vitest';
import { analyze } from '../../analysis/analyze.ts';
import { diagnose } from '../../diagnosis/diagnose.ts';
import { toAnnotatedHar } from '../../report/har/to-annotated-har.ts';
import { captureOf, readFixtureText } from '../../testing/fixtures.ts';
import { readText } from '../../testing/read-text.ts';
import { createNetLogReader } from '../netlog/netlog-reader.ts';

/** Gives every source in the support data a name from the future. */
function fromTheFuture(text: string): string {
  return JSON.stringify(JSON.parse(text), (key, value) => (key === 'sources' ? ['server-log-2'] : value));
}

it('the requests of an annotated HAR are read although a newer version named its sources', () => {
  const capture = captureOf(createNetLogReader, readFixtureText('chromium/103.netlog.json.gz'));
  const analysis = analyze(capture);
  const text = JSON.stringify(toAnnotatedHar(analysis, diagnose(analysis), { sanitise: false }));
  const read = readText(fromTheFuture(text));
  expect(read.requests.map(({ method, url, attempts }) => [method, url, attempts.length])).toEqual(
    capture.requests.map(({ method, url, attempts }) => [method, url, attempts.length]),
  );
  expect(read.sources).toEqual(['har']);
  expect(read.problems.map(({ code }) => code)).toContain('annotated-unknown-sources');
});
