import { describe, expect, it } from 'vitest';
import { analyze } from '../../analysis/analyze.ts';
import { CaptureBuilder } from '../../model/builder/builder.ts';
import { originParts } from '../../model/origin.ts';
import { bytesOf, decode } from '../../testing/bytes.ts';
import { readFixtureText } from '../../testing/fixtures.ts';
import { createIntake } from '../intake/intake.ts';
import { readCertificate } from '../x509.ts';

/** The server's view of each request of the page: the statuses of its attempts, in order. */
type Statuses = Record<string, number[]>;

function joined(files: readonly string[]) {
  const builder = new CaptureBuilder();
  for (const file of files) {
    const intake = createIntake((evidence) => builder.apply(evidence), { decode, readCertificate });
    intake.push(bytesOf(readFixtureText(file)));
    intake.end();
  }
  return builder.snapshot();
}

function truthOf(run: string): Statuses {
  const statuses: Statuses = {};
  for (const line of readFixtureText(`firefox/${run}.server.jsonl.gz`).trim().split('\n')) {
    const { ev, method, authority, path, status } = JSON.parse(line);
    const key = `${method} https://${authority}${path}`;
    if (ev === 'req') statuses[key] = [...(statuses[key] ?? []), status];
  }
  return statuses;
}

describe.each(['t1', 't7'])('run %s: the HAR of DevTools and the log of the same run', (run) => {
  const har = `firefox/${run}.har.json.gz`;
  const log = `firefox/${run}.moz_log.gz`;

  it.each([
    ['HAR first', [har, log]],
    ['log first', [log, har]],
  ])(
    '%s, are one capture, in which hidden attempts are observed and nothing is duplicated',
    (_order, files) => {
      const capture = joined(files);
      const lab = capture.requests.filter(
        ({ url, attempts }) => originParts(url)?.port === 28943 && attempts.length > 0,
      );
      const found = Object.fromEntries(
        lab.map(({ method, url, attempts }) => [`${method} ${url}`, attempts.map(({ status }) => status)]),
      );
      expect(found).toEqual(truthOf(run));
      expect(lab).toHaveLength(Object.keys(found).length);
      const both = lab.filter(({ sources }) => sources.includes('har'));
      const answered = joined([har]).requests.filter(
        ({ url, status }) => originParts(url)?.port === 28943 && status !== null,
      );
      expect(both.map(({ url }) => url).toSorted()).toEqual(answered.map(({ url }) => url).toSorted());
    },
  );

  it('shows every attempt as observed, including the hidden ones', () => {
    const { requests } = analyze(joined([har, log]));
    const attempts = [...requests.values()].flatMap((request) => request.attempts);
    const hidden = attempts.filter((attempt) => attempt.hidden);
    const resent = Object.values(truthOf(run)).reduce((sum, statuses) => sum + statuses.length - 1, 0);
    expect(hidden).toHaveLength(resent);
    expect(hidden.length).toBeGreaterThan(2);
    for (const { certainty, basis } of attempts) {
      expect(certainty).toBe('observed');
      expect(basis).toEqual({ code: 'reported', source: 'moz-log' });
    }
  });
});
