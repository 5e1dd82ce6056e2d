import { describe, expect, it } from 'vitest';
import type { Analysis, FindingFacts, FindingKind } from '../analysis/analysis.ts';
import { analyze } from '../analysis/analyze.ts';
import { type CaptureSketch, sketchCapture } from '../testing/sketch-capture.ts';
import { diagnose } from './diagnose.ts';
import { KINDS } from './kinds/catalogue.ts';

const A = 'https://a.shop.test:8443';
const B = 'https://b.shop.test';

const SHOP: CaptureSketch = {
  source: 'netlog',
  connections: [
    { id: '1', openedFor: A },
    { id: '2', openedFor: B },
  ],
  requests: [
    {
      url: `${B}/pay`,
      method: 'POST',
      attempts: [
        { connection: '1', status: 421, restart: 'misdirected', startedAt: 0, endedAt: 20 },
        { connection: '2', status: 200, startedAt: 20, endedAt: 40 },
      ],
    },
  ],
};

const ALL = Object.keys(KINDS).filter((kind): kind is FindingKind => Object.hasOwn(KINDS, kind));

function facts(kind: FindingKind, more: Partial<FindingFacts> = {}): FindingFacts {
  return {
    id: kind,
    kind,
    severity: 'info',
    certainty: 'observed',
    confidence: 1,
    requests: ['r1'],
    connections: ['1', '2'],
    origins: [B, A],
    cost: null,
    ...more,
  };
}

function withFindings(...findings: FindingFacts[]): Analysis {
  return { ...analyze(sketchCapture(SHOP)), findings };
}

describe('a recovered 421', () => {
  const [finding] = diagnose(analyze(sketchCapture(SHOP)));

  it("says what happened to the user's own hosts, with ports that are not the default", () => {
    expect(finding?.title).toBe(
      '1 request for b.shop.test was sent on the connection opened for a.shop.test:8443, got 421, and was re-sent.',
    );
    expect(finding?.remedy).toContain('b.shop.test the same TLS settings as a.shop.test:8443');
  });

  it('refers to the standards', () => {
    expect(finding?.references.map(({ title }) => title)).toEqual([
      expect.stringContaining('RFC 9110 section 15.5.20'),
      expect.stringContaining('RFC 9113 section 9.1.1'),
      expect.stringContaining('Fetch standard'),
    ]);
  });

  it('keeps its facts, and has an unknown sender', () => {
    expect(finding).toMatchObject({
      kind: 'misdirected-recovered',
      certainty: 'observed',
      requests: ['r1'],
      sender: { product: null, behind: null, confidence: 0, basis: null },
      cause: null,
      fixes: [],
    });
  });

  it('says "probably" when it is inferred, and names no host when the shared connection is unknown', () => {
    const [inferred] = diagnose(
      withFindings(
        facts('misdirected-recovered', { certainty: 'inferred', connections: ['2'], origins: [B] }),
      ),
    );
    expect(inferred?.title).toContain('was probably sent on a connection opened for another host');
  });
});

const SERVED = { server: 'nginx', protocol: 'h2', clientCertificate: false } as const;

/** The section of a standard that each is about, where one says what server, proxy or browser must do. */
const SECTIONS: Partial<Record<FindingKind, string>> = {
  'misdirected-persistent': 'rfc9110#section-15.5.20',
  'misdirected-seen': 'rfc9110#section-15.5.20',
  'retry-on-same-connection': 'rfc9110#section-15.5.20',
  'misdirected-by-proxy': 'rfc9110#section-15.5.20',
  'non-idempotent-resent': 'rfc9110#section-9.2.2',
  'misdirected-from-cache': 'rfc9110#section-15.1',
  'misdirected-cacheable': 'rfc9111#section-3',
  'misdirected-not-resent': '#http-network-or-cache-fetch',
  'alt-svc-on-421': 'rfc7838#section-6',
  'misdirected-by-alternative': 'rfc7838#section-6',
  'alternative-kept-after-421': 'rfc7838#section-6',
  'origin-frame-mismatch': 'rfc8336#section-2.4',
  'origin-frame-contradicted': 'rfc8336#section-2.3',
  'origin-kept-after-421': 'rfc8336#section-2.3',
};

it.each(ALL.flatMap((kind) => (SECTIONS[kind] === undefined ? [] : [[kind, SECTIONS[kind]] as const])))(
  '%s names its section first',
  (kind, section) => {
    const [finding] = diagnose(withFindings(facts(kind)));
    expect(finding?.references[0]?.url).toMatch(new RegExp(`${section}$`));
  },
);

describe.each(ALL)('%s', (kind) => {
  const services = [B, A].map((origin) => ({ origin, ...SERVED }));
  const hazard = kind === 'coalescing-hazard' ? { services } : {};
  const [finding] = diagnose(withFindings(facts(kind, { requests: ['r1', 'r2'], ...hazard })));

  it('is put into plain words about the host', () => {
    expect(finding?.title).toContain('b.shop.test');
    expect(finding?.title).toMatch(/^[A-Z0-9b].*\.$/);
    expect(finding?.explanation).toMatch(/\.$/);
    expect(`${finding?.title} ${finding?.explanation} ${finding?.remedy}`).not.toMatch(
      /undefined|\[object|null /,
    );
  });

  it('refers to a standard by https', () => {
    expect(finding?.references.length).toBeGreaterThan(0);
    for (const { url } of finding?.references ?? []) {
      expect(url).toMatch(/^https:\/\/(www\.rfc-editor\.org|fetch\.spec\.whatwg\.org)\//);
    }
  });
});

it('puts the most severe first, and of these the most certain', () => {
  const analysis = withFindings(
    facts('alt-svc-on-421', { id: 'info' }),
    facts('misrouted-suspected', {
      id: 'guess',
      severity: 'warning',
      certainty: 'inferred',
      confidence: 0.8,
    }),
    facts('reset-on-coalesced', {
      id: 'better guess',
      severity: 'warning',
      certainty: 'inferred',
      confidence: 0.9,
    }),
    facts('misdirected-recovered', { id: 'seen', severity: 'warning' }),
    facts('misdirected-persistent', { id: 'error', severity: 'error', certainty: 'derived' }),
  );
  expect(diagnose(analysis).map(({ id }) => id)).toEqual(['error', 'seen', 'better guess', 'guess', 'info']);
});

it('keeps a name from a server as plain text', () => {
  const evil = 'https://<img src=x onerror=alert(1)>.test';
  const [finding] = diagnose(
    withFindings(facts('misdirected-persistent', { origins: [evil], connections: [] })),
  );
  expect(finding?.title).toContain('<img src=x onerror=alert(1)>.test');
});

it('has words when nothing is known of the subject', () => {
  const [finding] = diagnose(
    withFindings(facts('reset-on-coalesced', { origins: [], connections: [], requests: [] })),
  );
  expect(finding?.title).toBe('0 requests for a host were reset on a shared connection.');
});

it('names no cause of a redundant connection where none is known', () => {
  const [finding] = diagnose(withFindings(facts('redundant-connection', { connections: [] })));
  expect(finding?.title).toBe(
    'A separate connection for b.shop.test was opened although another one was open.',
  );
});
