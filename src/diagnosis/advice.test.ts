import { describe, expect, it } from 'vitest';
import { analyze } from '../analysis/analyze.ts';
import type { AttemptRecord } from '../model/capture.ts';
import { type CaptureSketch, type RequestSketch, sketchCapture } from '../testing/sketch-capture.ts';
import { diagnose } from './diagnose.ts';
import type { Finding } from './finding.ts';

const A = 'https://a.shop.test:8443';
const B = 'https://b.shop.test:8443';
const APACHE_PAGE =
  '<p>The client needs a new connection for this\nrequest as the requested host name does not match\nthe Server Name Indication (SNI) in use for this\nconnection.</p>';

function headers(all: Readonly<Record<string, string>>) {
  return Object.entries(all).map(([name, value]) => ({ name, value }));
}

function findingOf(kind: Finding['kind'], sketch: CaptureSketch): Finding {
  const found = diagnose(analyze(sketchCapture(sketch))).find((finding) => finding.kind === kind);
  if (found === undefined) throw new Error(`no ${kind}`);
  return found;
}

/** A hidden 421 on a's connection, then 200 on b's own, as a NetLog records them. */
function recovered(first: Partial<AttemptRecord>, request: Partial<RequestSketch> = {}, other = A): Finding {
  return findingOf('misdirected-recovered', {
    source: 'netlog',
    connections: [
      { id: '1', openedFor: other, remote: '192.0.2.7:8443' },
      { id: '2', openedFor: B, remote: '192.0.2.7:8443' },
    ],
    requests: [
      {
        url: `${B}/pay?secret=1`,
        ...request,
        attempts: [
          { connection: '1', status: 421, restart: 'misdirected', startedAt: 0, endedAt: 9, ...first },
          { connection: '2', status: 200, startedAt: 9, endedAt: 20 },
        ],
      },
    ],
  });
}

describe('a hidden 421 whose headers are in the log', () => {
  const found = recovered({
    answerHeaders: headers({
      server: 'Apache/2.4.71 (Debian)',
      'content-type': 'text/html; charset=iso-8859-1',
      'content-length': '362',
    }),
  });

  it('is ascribed to its sender, with the cause and a fix for these hosts', () => {
    expect(found.sender).toMatchObject({ product: 'apache', behind: null, confidence: 0.95 });
    expect(found.cause).toMatch(
      /^The virtual hosts of a\.shop\.test and b\.shop\.test have different TLS settings/,
    );
    expect(found.fixes[0]?.snippet).toContain('ServerName a.shop.test and ServerName b.shop.test');
    expect(found.remedy).toBe(found.fixes[0]?.title);
    expect(found.log).toContain('AH02032');
    expect(found.references.map(({ url }) => url)).toContainEqual(
      expect.stringContaining('httpd.apache.org'),
    );
  });

  it('comes with commands in which the name of the connection and the host of the request differ', () => {
    expect(found.verify.map(({ command }) => command)).toEqual([
      'curl -sS --http2 -o /dev/null -D - --resolve "a.shop.test:8443:192.0.2.7" "https://a.shop.test:8443/" -H "Host: b.shop.test:8443"',
      'curl -sS --http2 -o /dev/null -D - --resolve "b.shop.test:8443:192.0.2.7" "https://b.shop.test:8443/"',
      'coalescope probe "https://b.shop.test:8443/" --sni a.shop.test --ip 192.0.2.7',
    ]);
    expect(JSON.stringify(found)).not.toContain('secret');
  });
});

describe('a hidden 421 without headers', () => {
  it('is ascribed by the response that came instead, and says "if"', () => {
    const found = recovered({}, { responseHeaders: { server: 'Caddy' } });
    expect(found.sender).toMatchObject({ product: 'caddy', basis: expect.stringContaining('re-sent') });
    expect(found.sender?.confidence).toBeLessThan(0.6);
    expect(found.cause).toMatch(/^If Caddy sent it: /);
  });

  it('has an unknown sender without a name, and still comes with the commands', () => {
    const found = recovered({});
    expect(found.sender).toMatchObject({ product: null, confidence: 0 });
    expect(found.cause).toBeNull();
    expect(found.remedy).toContain('same TLS settings');
    expect(found.verify).toHaveLength(3);
  });
});

describe("a 421 on the host's own connection as well", () => {
  const persistent = (server: string) =>
    findingOf('misdirected-persistent', {
      connections: [{ id: '1', openedFor: B }],
      requests: [
        {
          url: `${B}/`,
          status: 421,
          connection: '1',
          responseHeaders: { server, 'content-type': 'text/html; charset=iso-8859-1' },
          responseBody: APACHE_PAGE,
        },
      ],
    });

  it("with Apache's page under nginx's name is from Apache behind nginx", () => {
    const found = persistent('nginx/1.22.1');
    expect(found.sender).toMatchObject({ product: 'apache', behind: 'nginx', confidence: 0.99 });
    expect(found.cause).toContain('nginx may not pass the name on');
    expect(found.fixes[0]?.snippet).toBe(
      'proxy_ssl_server_name on;\nproxy_ssl_name $host;\nproxy_ssl_session_reuse off;',
    );
  });

  it('is not said of a version that does not refuse it, unless in a package with the fix', () => {
    expect(persistent('Apache/2.4.71 (Unix)').cause).toContain(
      'Since 2.4.64 (CVE-2025-23048) Apache refuses',
    );
    const { cause, guide } = persistent('Apache/2.4.62 (Red Hat Enterprise Linux)');
    expect(cause).toContain("Apache 2.4.62 refuses this on every connection where a distribution's package");
    expect(JSON.stringify(guide)).toContain('rpm -q --changelog httpd');
    expect(JSON.stringify(guide)).not.toContain('No known fault');
  });

  it('has SSLVHostSNIPolicy as a fix only where the version may have it', () => {
    const snippets = (server: string) =>
      persistent(server)
        .fixes.map(({ snippet }) => snippet)
        .join();
    expect(snippets('Apache')).toContain('SSLVHostSNIPolicy');
    expect(snippets('Apache/2.4.66 (Debian)')).toContain('SSLVHostSNIPolicy');
    expect(snippets('Apache/2.4.65 (Debian)')).not.toContain('SSLVHostSNIPolicy');
  });

  it("under Apache's own name is from Apache behind a proxy that left no mark", () => {
    const found = persistent('Apache/2.4.71');
    expect(found.sender).toMatchObject({ product: 'apache', behind: null });
    expect(found.fixes.map(({ snippet }) => snippet)).toContain('sni req.hdr(host),host_only');
  });

  it('has one command, because no other connection is involved', () => {
    expect(persistent('nginx').verify).toHaveLength(1);
  });
});

describe('malicious names', () => {
  it.each(['https://a.test;rm -rf ~', 'https://$(id).test', 'https://a"b.test', 'https://`id`.test'])(
    '%s is in no command and no configuration',
    (other) => {
      const found = recovered({ answerHeaders: headers({ server: 'Caddy' }) }, {}, other);
      const given = JSON.stringify([found.fixes, found.verify, found.cause]);
      expect(given).not.toContain(other.slice('https://'.length));
      expect(found.verify).toHaveLength(1);
    },
  );
});

describe('a 421 of Apache over HTTP/2, then HTTP/1.1', () => {
  const refused = {
    ...{ connection: '1', status: 421, restart: 'misdirected' as const, startedAt: 0, endedAt: 9 },
    answerHeaders: headers({ 'content-type': 'text/html; charset=iso-8859-1' }),
  } as const;
  const http1 = { connection: '3', status: 200, startedAt: 14, endedAt: 20 };
  const causeWith = (...attempts: NonNullable<RequestSketch['attempts']>) =>
    findingOf('misdirected-recovered', {
      source: 'netlog',
      connections: [
        { id: '1', openedFor: A },
        { id: '2', openedFor: B },
        { id: '3', openedFor: B, protocol: 'http/1.1' },
      ],
      requests: [{ url: `${B}/private`, attempts }],
    }).cause;

  it("is a client certificate for a part of the site where the host's own HTTP/2 connection was refused too", () => {
    const required = { connection: '2', restart: 'error', startedAt: 9, endedAt: 14 } as const;
    expect(causeWith(refused, required, http1)).toContain('<Location>');
  });

  it('is not when the host offers only HTTP/1.1', () => {
    expect(causeWith(refused, http1)).toContain('different TLS settings');
    expect(causeWith(refused, http1)).not.toContain('client certificate.');
  });
});

// As Chromium 156 does with a Caddy 2.6 whose Alt-Svc it followed (seen in its NetLog).
describe('a 421 on the own connection over HTTP/3, then 200 over HTTP/2', () => {
  const found = findingOf('misdirected-recovered', {
    source: 'netlog',
    connections: [
      { id: '1', openedFor: B, protocol: 'h2' },
      { id: '2', openedFor: B, protocol: 'h3' },
    ],
    requests: [
      {
        url: `${B}/`,
        protocol: 'h2',
        attempts: [
          {
            ...{ connection: '2', status: 421, restart: 'misdirected', startedAt: 0, endedAt: 9 },
            answerHeaders: headers({ server: 'Caddy', 'content-length': '0' }),
          },
          { connection: '1', status: 200, startedAt: 9, endedAt: 20 },
        ],
      },
    ],
  });

  it('is not ascribed to sharing', () => {
    expect(found.title).toContain('on a connection opened for b.shop.test:8443');
    expect(found.title).not.toContain('another host');
    expect(found.explanation).toContain('not the cause');
  });

  it("is Caddy's fault over HTTP/3, and ends without HTTP/3", () => {
    expect(found.cause).toContain('Over HTTP/3');
    expect(found.fixes.map(({ snippet }) => snippet).join()).toContain('protocols h1 h2');
  });
});
