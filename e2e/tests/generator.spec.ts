import { expect, test } from 'playwright/test';
import { analyze } from '../../src/analysis/analyze.ts';
import { readHar } from '../../src/sources/har/read-har.ts';
import { createNetLogReader } from '../../src/sources/netlog/netlog-reader.ts';
import { buildCapture } from '../../src/testing/build-capture.ts';
import { captureOf } from '../../src/testing/fixtures.ts';
import { buildExtension } from '../drivers/extension.ts';
import { findChromium, noChromium } from '../drivers/find-chromium.ts';
import { makeFieldPlan } from '../generator/field/make-plan.ts';
import { makePlan } from '../generator/make-plan.ts';
import { matchRequests } from '../generator/match.ts';
import { checkNetLog } from '../generator/netlog-truth.ts';
import { usesHttp3 } from '../generator/plan.ts';
import { record } from '../generator/record.ts';
import { findCaddy, noCaddy } from '../lab/caddy.ts';

/**
 * A few of the random runs that `npm run accuracy` measures: the NetLog matches the servers' log in every attempt, over
 * HTTP/1.1, HTTP/2 and HTTP/3, and through a proxy.
 */
const RUNS = [
  { seed: 13, subject: 'none' },
  { seed: 6, subject: 'h3' },
  { seed: 16, subject: 'alt-svc' },
  { seed: 12, subject: 'h2-proxy' },
] as const;

for (const { seed, subject } of RUNS) {
  test(`random run ${seed} (${subject}): the NetLog matches the servers' log`, async () => {
    test.skip(findChromium() === null, noChromium);
    test.setTimeout(240_000);
    const plan = makePlan(seed, { http3: true, confounder: subject });
    // In CI the runs over HTTP/3 must not be skipped: starting them reports what is missing.
    test.skip(usesHttp3(plan) && findCaddy() === null && !process.env.CI, noCaddy);
    const { truth, netLog, extension, unfinished } = await record(plan, await buildExtension());
    expect(unfinished).toEqual([]);
    expect(truth.attempts.length).toBeGreaterThan(10);
    expect(truth.connections.some(({ protocol }) => protocol === 'h3')).toBe(usesHttp3(plan));

    const fromNetLog = analyze(captureOf(createNetLogReader, netLog));
    const { attempts, differences } = checkNetLog(fromNetLog, truth);
    expect(differences).toEqual([]);
    expect(attempts).toBeGreaterThan(10);
    // The other sources of the run contain the same requests.
    const har = analyze(buildCapture((emit) => readHar(extension.har, emit)));
    expect(matchRequests(har, truth).unseen).toEqual([]);
    expect(extension.journal.some(({ kind }) => kind === 'request')).toBe(true);
  });
}

/** Runs like pages of the web: slow DNS, hints, many healthy hosts. Even seeds have no 421 at all. */
const FIELD_RUNS = [{ seed: 5022 }, { seed: 5039 }] as const;

for (const { seed } of FIELD_RUNS) {
  const healthy = seed % 2 === 0;
  test(`field run ${seed} (${healthy ? 'healthy' : 'with 421s'}): every 421 is in the servers' log`, async () => {
    test.skip(findChromium() === null, noChromium);
    test.setTimeout(240_000);
    const { truth, netLog, extension, unfinished } = await record(
      makeFieldPlan(seed),
      await buildExtension(),
    );
    expect(unfinished).toEqual([]);
    expect(truth.attempts.some(({ status }) => status === 421)).toBe(!healthy);
    expect(checkNetLog(analyze(captureOf(createNetLogReader, netLog)), truth).differences).toEqual([]);

    const panel = analyze(
      buildCapture((emit) => {
        for (const event of extension.journal) emit(event);
      }),
    );
    const har = analyze(buildCapture((emit) => readHar(extension.har, emit)));
    for (const analysis of [panel, har]) {
      const claimed = matchRequests(analysis, truth).matches.filter(({ request }) =>
        request.attempts.some(({ misdirected }) => misdirected),
      );
      const false421s = claimed.filter((match) => match.truth.every(({ status }) => status !== 421));
      const urls = false421s.map(({ request }) => request.record.url);
      // An inference from timing can be wrong: in 33 runs with 421s two of 429 were (docs/accuracy.md), in 34 without none.
      expect(urls.length, urls.join(' ')).toBeLessThanOrEqual(healthy ? 0 : 1);
      expect(claimed.length > 0).toBe(!healthy);
    }
  });
}
