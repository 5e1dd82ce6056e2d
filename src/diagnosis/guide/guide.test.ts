import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../analysis/analyze.ts';
import { CaptureBuilder } from '../../model/builder.ts';
import type { Capture, Header } from '../../model/capture.ts';
import { readHar } from '../../sources/har/read-har.ts';
import { createNetLogReader } from '../../sources/netlog/reader.ts';
import { captureOf, readFixtureText } from '../../testing/fixtures.ts';
import { SKETCH_START, sketchCapture } from '../../testing/sketch-capture.ts';
import { diagnose } from '../diagnose.ts';
import type { GuideStep, GuideTopic } from './step.ts';

const A = 'https://a.shop.test';
const B = 'https://b.shop.test';

function guideOf(capture: Capture): readonly GuideStep[] {
  const found = diagnose(analyze(capture)).find(({ guide }) => guide.length > 0);
  if (found === undefined) throw new Error('no finding with a guide');
  return found.guide;
}

function step(guide: readonly GuideStep[], topic: GuideTopic): GuideStep {
  const found = guide.find((one) => one.topic === topic);
  if (found === undefined) throw new Error(`no ${topic}`);
  return found;
}

const said = ({ known }: GuideStep): string => known.map(({ text }) => text).join('\n');

const headersOf = (headers: Readonly<Record<string, string>>): Header[] =>
  Object.entries(headers).map(([name, value]) => ({ name, value }));

interface Told {
  readonly first?: readonly Header[] | null;
  readonly last?: number;
  readonly lastHeaders?: Readonly<Record<string, string>>;
  readonly protocol?: 'h2' | 'h3';
  readonly origin?: string;
  readonly at?: number;
  readonly reconstructed?: boolean;
  readonly originFrame?: readonly string[];
}

/** A hidden 421 on a's connection and another answer on b's own, as a NetLog tells; times from the sketch's start. */
function sent({
  first = null,
  last = 200,
  lastHeaders = {},
  protocol = 'h2',
  origin = B,
  at = 0,
  ...shared
}: Told) {
  return sketchCapture({
    source: 'netlog',
    connections: [
      { id: '1', openedFor: A, protocol, remote: '192.0.2.7:443', ...shared },
      { id: '2', openedFor: origin, protocol, remote: '192.0.2.7:443' },
    ],
    requests: [
      {
        url: `${origin}/pay`,
        status: last,
        at,
        responseHeaders: lastHeaders,
        attempts: [
          {
            connection: '1',
            status: 421,
            restart: 'misdirected',
            startedAt: at,
            endedAt: at + 9,
            answerHeaders: first,
          },
          {
            connection: '2',
            status: last,
            startedAt: at + 9,
            endedAt: at + 20,
            answerHeaders: last === 421 ? first : null,
          },
        ],
      },
    ],
  });
}

describe("Chromium's NetLog of a real Apache", () => {
  const guide = guideOf(captureOf(createNetLogReader, readFixtureText('servers/apache.netlog.json.gz')));

  it('tells the line of the log, by host and time', () => {
    expect(said(step(guide, 'logs'))).toContain('2026-11-22 23:20:18.893 UTC');
    expect(step(guide, 'logs').missing?.command).toBe(
      "grep -F 'AH02032' /var/log/apache2/error.log | grep -F 'b.site.localhost' | grep -E ':20:'",
    );
  });

  it('tells the connection, the name in its handshake, the certificate and the addresses', () => {
    const network = step(guide, 'network');
    expect(network.missing).toBeNull();
    expect(said(network)).toMatch(
      /connection 56 over HTTP\/2 to 127\.0\.0\.1, port 36511, opened for a\.site\.localhost:36511/,
    );
    expect(said(network)).toContain('names b.site.localhost.');
    expect(said(network)).toContain('b.site.localhost and a.site.localhost both resolve to 127.0.0.1.');
    expect(said(network)).toContain('Re-sent on connection 74, it was answered 200.');
    for (const { certainty } of network.known) expect(certainty).toBe('observed');
  });

  it('tells whether credentials were allowed, and what no browser can: whether the host asks for a certificate', () => {
    const { known, missing } = step(guide, 'credentials');
    expect(known[0]).toMatchObject({ text: expect.stringContaining('with credentials allowed') });
    expect(missing?.command).toContain('-connect 127.0.0.1:36511 -servername b.site.localhost');
  });

  it('tells the setting as surely as who answered', () => {
    const { known, missing } = step(guide, 'configuration');
    expect(missing).toBeNull();
    expect(known.map(({ certainty, confidence }) => [certainty, confidence])).toEqual(
      known.map(() => ['inferred', 0.95]),
    );
    expect(known[1]?.text).toContain('differ in their TLS setup');
  });

  it('tells what its version does', () => {
    const updates = step(guide, 'updates');
    expect(updates.known[0]).toEqual({
      text: 'The 421 says Apache httpd 2.4.71.',
      certainty: 'observed',
      confidence: 1,
    });
    expect(said(updates)).toContain('CVE-2025-23048');
    expect(updates.known[1]).toMatchObject({ certainty: 'inferred', confidence: 0.95 });
    expect(updates.references.map(({ url }) => url)).toContainEqual(
      expect.stringContaining('httpd.apache.org'),
    );
  });
});

interface Recorded {
  readonly cases: readonly string[];
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
}

/** By recorded server and first words of the case: the version that stands in the answer, as it was started. */
const VERSIONS: Readonly<Record<string, readonly (readonly [string, string | null])[]>> = {
  apache: [['', '2.4.71']],
  // The default server of that configuration has server_tokens off; Apache's version stays behind nginx's name.
  nginx: [
    ['proxy-to-apache', null],
    ['default-server', null],
    ['', '1.22.1'],
  ],
  caddy: [
    ['proxy-to-apache', '2.4.71'],
    ['', null],
  ],
  haproxy: [
    ['to-apache', '2.4.71'],
    ['', null],
  ],
  lighttpd: [['', '1.4.69']],
  h2o: [['', '2.2.5']],
  nghttpx: [['', null]],
};

describe.each(Object.keys(VERSIONS))('the answers recorded from %s', (name) => {
  const file = new URL(`../fixtures/responses/${name}.json`, import.meta.url);
  const answers: Recorded[] = JSON.parse(readFileSync(file, 'utf8'));
  it.each(answers.filter(({ status }) => status === 421).map((one) => [one.cases[0] ?? '', one] as const))(
    '%s: the version that is told, or how to find it',
    (label, { headers }) => {
      const first = headers.map(([header, value]) => ({ name: header, value }));
      const updates = step(guideOf(sent({ first })), 'updates');
      const version = VERSIONS[name]?.find(([start]) => label.startsWith(start))?.[1] ?? null;
      if (version !== null) {
        expect(updates.known[0]?.text).toMatch(
          new RegExp(`^The 421 says .* ${version.replaceAll('.', '\\.')}\\.`),
        );
      } else {
        expect(updates.known).toEqual([]);
        expect(updates.missing?.command).toMatch(
          /^(apachectl -v|nginx -v|caddy version|haproxy -v|curl .*)$/,
        );
      }
    },
  );
});

describe('versions with a fault', () => {
  const CADDY = headersOf({ server: 'Caddy', 'content-length': '0' });

  it('Caddy: over HTTP/3 only', () => {
    const h3 = step(
      guideOf(sent({ protocol: 'h3', last: 421, lastHeaders: { server: 'Caddy', 'content-length': '0' } })),
      'updates',
    );
    expect(h3.missing).toMatchObject({ text: expect.stringContaining('HTTP/3'), command: 'caddy version' });
    expect(h3.references[0]?.url).toBe('https://github.com/caddyserver/caddy/issues/5078');
    const h2 = step(guideOf(sent({ first: CADDY })), 'updates');
    expect(h2.missing?.text).not.toContain('HTTP/3');
    expect(h2.references).toEqual([]);
  });

  it('Traefik: 3.7.3', () => {
    const first = headersOf({
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'content-length': '20',
    });
    const updates = step(guideOf(sent({ first })), 'updates');
    expect(updates.missing).toMatchObject({
      text: expect.stringContaining('3.7.3'),
      command: 'traefik version',
    });
  });

  it('nginx: HTTP/2 for each server block from 1.25.1 on', () => {
    const nginx = (version: string) =>
      said(
        step(
          guideOf(sent({ first: headersOf({ server: `nginx/${version}`, 'content-type': 'text/html' }) })),
          'updates',
        ),
      );
    expect(nginx('1.25.1')).toContain('http2 on');
    expect(nginx('1.29.0')).toContain('http2 on');
    expect(nginx('1.25.0')).not.toContain('http2 on');
    expect(nginx('1.9.15')).not.toContain('http2 on');
  });

  it('a name on the re-sent answer is told as that, and what follows is inferred', () => {
    const updates = step(guideOf(sent({ lastHeaders: { server: 'Apache/2.4.64' } })), 'updates');
    expect(updates.known.map(({ certainty }) => certainty)).toEqual(['observed', 'inferred']);
    expect(updates.known[0]?.text).toBe('The answer to the re-send says Apache httpd 2.4.64.');
    expect(updates.known[1]?.confidence).toBeLessThan(1);
  });
});

it('a 421 on the re-send, too, is told: sharing is not the reason', () => {
  const network = step(guideOf(sent({ last: 421 })), 'network');
  expect(said(network)).toContain(
    'Re-sent on connection 2, b.shop.test answered 421 again: sharing is not the reason.',
  );
});

it('asks for the certificate where no source tells it, and who answered where nobody knows', () => {
  const guide = guideOf(sent({}));
  expect(step(guide, 'network').missing?.command).toContain('-connect 192.0.2.7:443 -servername a.shop.test');
  expect(step(guide, 'configuration').missing?.command).toContain('coalescope probe');
  expect(step(guide, 'logs').missing?.command).toContain("grep -rE ':13:.* 421 '");
});

describe('how sure it is', () => {
  it('what follows from an attempt that nobody saw is no surer than that attempt', () => {
    const builder = new CaptureBuilder();
    readHar(JSON.parse(readFixtureText('chromium/101.har.json.gz')), (evidence) => builder.apply(evidence));
    const guide = guideOf(builder.snapshot());
    const statements = [...step(guide, 'logs').known, ...step(guide, 'network').known];
    expect(statements.length).toBeGreaterThan(1);
    for (const { certainty, confidence } of statements) {
      expect(certainty).toBe('inferred');
      expect(confidence).toBeLessThan(1);
    }
  });

  it('what is told of a connection that was put together is inferred, and nobody has counted how often rightly', () => {
    const network = step(guideOf(sent({ reconstructed: true })), 'network');
    expect(network.known[0]).toMatchObject({ certainty: 'inferred', confidence: null });
  });
});

it('says whether the ORIGIN frame lists the host', () => {
  const said421 = (originFrame: readonly string[]) => said(step(guideOf(sent({ originFrame })), 'network'));
  expect(said421([A, B])).toContain('ORIGIN frame there lists b.shop.test');
  expect(said421([A])).toContain('ORIGIN frame there does not list b.shop.test');
});

it('behind a proxy, the log of the writer is meant', () => {
  const first = headersOf({
    server: 'nginx/1.22.1',
    'content-type': 'text/html; charset=iso-8859-1',
    'content-length': '362',
  });
  expect(step(guideOf(sent({ first })), 'logs').missing?.text).toMatch(
    /What Apache httpd noted\..* behind nginx/,
  );
});

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

  it.each([-1e15, 9e15, 1e300])('a time that no calendar has (%d) is left out', (at) => {
    const logs = step(guideOf(sent({ at: at - SKETCH_START })), 'logs');
    expect(logs.known).toEqual([]);
    expect(logs.missing?.command).toContain("' 421 '");
  });
});
