import { describe, expect, it } from 'vitest';
import { guideOf, headersOf, sent, step } from '../../testing/guide.ts';
import { SKETCH_START } from '../../testing/sketch-capture.ts';

describe('what comes from others', () => {
  const HOSTILE = [
    "https://b'; rm -rf ~; '.test",
    'https://b$(id).test',
    'https://`id`.test',
    'https://b"|sh.test',
    'https://-oProxyCommand=x.test',
  ];

  it.each(HOSTILE)('%s gets into no command', (origin) => {
    const guide = guideOf(
      sent({ origin, first: headersOf({ server: 'nginx/1.22.1$(id)', 'content-type': 'text/html' }) }),
    );
    for (const { missing } of guide) {
      expect(missing?.command ?? '').not.toMatch(/[$`;]|id\b|rm |ProxyCommand|\|sh/);
    }
  });

  it.each([-1e15, 9e15, 1e300])('a time outside the calendar (%d) is omitted', (at) => {
    const logs = step(guideOf(sent({ at: at - SKETCH_START })), 'logs');
    expect(logs.known).toEqual([]);
    expect(logs.missing?.command).toContain("' 421 '");
  });
});
