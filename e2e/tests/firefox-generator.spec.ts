import { expect, test } from 'playwright/test';
import { FIREFOX_SOURCES } from '../../scripts/accuracy/firefox/sources.ts';
import { buildExtension } from '../drivers/extension.ts';
import { findFirefox, noFirefox } from '../drivers/find-firefox.ts';
import { makeFirefoxPlan } from '../generator/firefox/make-plan.ts';
import { recordFirefox } from '../generator/firefox/record.ts';
import { matchRequests } from '../generator/match.ts';

/** Two of the random runs that `npm run accuracy -- --browser firefox` measures. Even seeds have no 421 at all. */
const RUNS = [{ seed: 18 }, { seed: 27 }] as const;

/**
 * On a busy machine the DevTools of Firefox 153 report the last requests of a page late or never (22 of 158 runs). Then
 * only webRequest has them, and what is claimed about them must be right all the same.
 */
const LATE = 'all requests in DevTools';

for (const { seed } of RUNS) {
  const healthy = seed % 2 === 0;
  test(`random run ${seed} of Firefox (${healthy ? 'healthy' : 'with 421s'}): every 421 is in the servers' log`, async () => {
    test.skip(findFirefox() === null, noFirefox);
    test.setTimeout(240_000);
    const recording = await recordFirefox(makeFirefoxPlan(seed), await buildExtension('firefox'));
    const { truth, unfinished } = recording;
    expect(unfinished.filter((words) => !words.includes(LATE))).toEqual([]);
    expect(truth.attempts.length).toBeGreaterThan(20);
    expect(truth.attempts.some(({ status }) => status === 421)).toBe(!healthy);
    for (const { name, analyse } of FIREFOX_SOURCES) {
      const claimed = matchRequests(analyse(recording), truth).matches.filter(({ request }) =>
        request.attempts.some(({ misdirected }) => misdirected),
      );
      const false421s = claimed.filter((match) => match.truth.every(({ status }) => status !== 421));
      expect(
        false421s.map(({ request }) => request.record.url),
        name,
      ).toEqual([]);
      expect(claimed.length > 0, name).toBe(!healthy);
    }
  });
}
