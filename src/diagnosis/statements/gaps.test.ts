import { describe, expect, it } from 'vitest';
import { analyze } from '../../analysis/analyze.ts';
import type { BrowserFamily } from '../../analysis/browsers/browser-family.ts';
import type { Gap } from '../../analysis/gaps/gap.ts';
import { sketchCapture } from '../../testing/sketch-capture.ts';
import { gapWords } from './gaps.ts';

function gapsOf(family: BrowserFamily): Gap[] {
  return [
    { code: 'no-connection-ids', family, without: 2, answered: 3, reconstructed: false },
    { code: 'no-connection-ids', family, without: 3, answered: 3, reconstructed: true },
    { code: 'no-certificates', family },
    { code: 'hidden-attempts-inferred', family, evidence: 'timing' },
    { code: 'hidden-attempts-inferred', family, evidence: 'traces' },
    { code: 'hidden-attempts-inferred', family, evidence: 'no-traces' },
    { code: 'hidden-attempts-inferred', family, evidence: 'no-rule' },
    { code: 'no-control', family, attempts: 1 },
    { code: 'no-control', family, attempts: 2 },
    { code: 'started-late' },
    { code: 'no-streams', family },
    { code: 'no-opening', family, connections: 1, shared: 0 },
    { code: 'no-opening', family, connections: 3, shared: 2 },
    { code: 'redundancy-undecided', family, connections: 1 },
    { code: 'redundancy-undecided', family, connections: 40 },
    { code: 'low-log-level' },
    { code: 'redacted', requests: 1 },
  ];
}

const FAMILIES: readonly BrowserFamily[] = [
  'chromium',
  'firefox',
  'safari',
  'internet-explorer',
  'proxy',
  'program',
  'unknown',
];

describe.each(FAMILIES)('what a capture of the family %s cannot show', (family) => {
  it.each(['panel', 'command'] as const)('is said in whole sentences (%s)', (place) => {
    for (const gap of gapsOf(family)) {
      const { message, remedy } = gapWords(gap, { place });
      expect(message).toMatch(/^[A-Z0-9].*\.$/);
      if (remedy !== null) expect(remedy).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('never names a button of the panel in the output of the command', () => {
    for (const gap of gapsOf(family)) {
      const { message, remedy } = gapWords(gap, { place: 'command' });
      expect(`${message} ${remedy}`).not.toMatch(/\bpress\b|button|panel|Ground truth|Deep capture/i);
    }
  });
});

describe('the remedies', () => {
  const remedies = (browser: string | null, place: 'panel' | 'command') =>
    analyze(sketchCapture({ browser, requests: [{ url: 'https://a.test/', protocol: 'h2' }] }))
      .gaps.map((gap) => gapWords(gap, { place }).remedy)
      .join(' ');

  it('name the log of Firefox to its users', () => {
    expect(remedies('Firefox', 'panel')).toMatch(/about:logging/);
    expect(remedies('Firefox', 'command')).toMatch(/about:logging.*--join/);
  });

  it("name Ground truth in Chromium's panel and the command in its output", () => {
    expect(remedies('Chrome', 'panel')).toMatch(/Ground truth.*chrome:\/\/net-export/);
    expect(remedies('Chrome', 'command')).toMatch(/coalescope record.*chrome:\/\/net-export/);
  });

  it.each(['WebKit Web Inspector', 'Safari', 'mitmproxy', 'Charles Proxy', 'Postman', null])(
    'name nothing of another browser (%s)',
    (browser) => {
      for (const place of ['panel', 'command'] as const) {
        expect(remedies(browser, place)).not.toMatch(/Ground truth|chrome:|NetLog|about:|coalescope/);
      }
    },
  );
});
