import { expect, it } from 'vitest';
import { CHROMIUM_RUNS, captureOf, readFixtureText } from '../../../testing/fixtures.ts';
import { createNetLogReader } from '../netlog-reader.ts';

it('reports the headers of a hidden 421 separately from those of the response that the page received', () => {
  const capture = captureOf(
    createNetLogReader,
    readFixtureText(`chromium/${CHROMIUM_RUNS[0]}.netlog.json.gz`),
  );
  const attempts = capture.requests.flatMap((request) =>
    request.attempts.map((attempt) => ({ ...attempt, page: request.responseHeaders })),
  );
  const hidden = attempts.filter(({ restart, status }) => restart === 'misdirected' && status === 421);
  expect(hidden.length).toBeGreaterThan(0);
  for (const { answerHeaders, page } of hidden) {
    expect(answerHeaders?.some(({ name }) => name === 'date')).toBe(true);
    expect(answerHeaders).not.toBe(page);
  }
  for (const { answerHeaders } of attempts.filter(({ status }) => status === 200)) {
    expect(answerHeaders).toBeNull();
  }
});
