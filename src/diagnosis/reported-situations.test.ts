import { describe, expect, it } from 'vitest';
import { analyze } from '../analysis/analyze.ts';
import { type CaptureSketch, sketchCapture } from '../testing/sketch-capture.ts';
import { diagnose } from './diagnose.ts';
import type { Finding } from './finding.ts';

// Situations that people report. Each shows what decides between the causes.

const A = 'https://a.shop.test';
const B = 'https://b.shop.test';

function findings(sketch: CaptureSketch): Finding[] {
  return diagnose(analyze(sketchCapture(sketch)));
}

/** A capture of one 421, as the page got it. */
function seen(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  browser: string | null = 'Chrome',
): Finding {
  const [finding] = findings({
    browser,
    requests: [{ url, status: 421, responseHeaders: headers, responseBody: body }],
  });
  if (finding === undefined) throw new Error('no finding');
  return finding;
}

const nginxPage = (name: string) =>
  `<center><h1>421 Misdirected Request</h1></center>\n<hr><center>${name}</center>`;

describe('nginx with kept connections in front of Apache', () => {
  const own = { connection: '1', startedAt: 0, endedAt: 9 };
  const answerHeaders = Object.entries({
    server: 'nginx',
    'content-type': 'text/html; charset=iso-8859-1',
    'content-length': '362',
  }).map(([name, value]) => ({ name, value }));
  const found = findings({
    source: 'netlog',
    connections: [{ id: '1', openedFor: A }],
    requests: [
      { url: `${A}/`, attempts: [{ ...own, status: 200 }] },
      {
        url: `${A}/x`,
        attempts: [
          { ...own, status: 421, restart: 'misdirected', answerHeaders },
          { ...own, status: 200, startedAt: 9, endedAt: 20 },
        ],
      },
    ],
  });

  it('is blamed for the connections, not for the name that it sends', () => {
    const about421 = found.filter(({ cause }) => cause !== null);
    expect(about421.length).toBeGreaterThan(0);
    for (const { cause, fixes } of about421) {
      expect(cause).toContain('nginx reuses its connections to Apache for other hosts');
      expect(fixes[0]?.title).toContain('"keepalive"');
      expect(JSON.stringify(fixes)).not.toContain('proxy_ssl_');
    }
  });

  it('no finding says that the second attempt is useless or went elsewhere', () => {
    const texts = JSON.stringify(found.map(({ title, explanation, remedy }) => [title, explanation, remedy]));
    expect(texts).not.toMatch(/cannot help|on another one|on every connection/);
  });
});

it('a guard against DNS rebinding gets the host and the port that were asked for', () => {
  const { sender, fixes, cause } = seen(
    'http://10.0.0.7:8001/mcp',
    { server: 'uvicorn' },
    'Invalid Host header',
  );
  expect(sender?.product).toBe('host-allow-list');
  expect(fixes.map(({ snippet }) => snippet)).toEqual([
    '10.0.0.7:8001',
    'TransportSecuritySettings(allowed_hosts=["10.0.0.7:8001"])',
    'MCP_ALLOWED_HOSTS=10.0.0.7:8001',
  ]);
  expect(cause).toContain('without TLS');
  expect(seen('https://mcp.tools.test/mcp', {}, 'Invalid Host header').fixes[0]?.snippet).toBe(
    'mcp.tools.test',
  );
});

it("Angie's and Tengine's version numbers are not nginx's", () => {
  for (const name of ['Angie/1.10.0', 'Tengine/2.4.1']) {
    const finding = seen(`${B}/`, { server: name, 'content-type': 'text/html' }, nginxPage(name));
    const [fork = '', version] = name.split('/');
    expect(finding.sender).toMatchObject({ product: 'nginx', basis: expect.stringContaining(fork) });
    const updates = JSON.stringify(finding.guide.find(({ topic }) => topic === 'updates'));
    expect(updates).toContain(`${fork} ${version}, a fork of nginx`);
    expect(updates).not.toContain(`nginx ${version}`);
  }
});

it('a 421 of Cloudflare itself is told apart from one that it passes on', () => {
  const own = { server: 'cloudflare', 'cf-ray': '8b1-LHR', 'content-length': '0' };
  const finding = seen(`${B}/`, own, '');
  expect(finding.sender).toMatchObject({ product: 'cloudflare', behind: null });
  expect(finding.cause).toContain('the server behind it did not see it');
  const passed = seen(`${B}/`, { ...own, 'cf-cache-status': 'DYNAMIC' }, '');
  expect(passed.sender).toMatchObject({ product: null, behind: 'cloudflare' });
});

it('Safari is not said to send a request again, and HTTP/2 may be off in one server block', () => {
  const { explanation, causes } = seen(`${B}/`, { server: 'nginx' }, nginxPage('nginx'), 'Safari');
  expect(explanation).toContain('Safari need not send a request again');
  expect(explanation).not.toContain('re-send once');
  expect(causes.flatMap(({ fixes }) => fixes).map(({ snippet }) => snippet)).toContain('http2 on;');
});

it('nginx before 1.25.1 gets its own way to turn HTTP/2 on, and no advice about the later one', () => {
  const snippets = (server: string) =>
    JSON.stringify(seen(`${B}/`, { server }, nginxPage(server)).causes.flatMap(({ fixes }) => fixes));
  expect(snippets('nginx/1.14.0')).not.toContain('http2 on');
  expect(snippets('nginx/1.27.0')).not.toMatch(/ssl http2/);
});

describe("Apache's version and distribution", () => {
  const page = (server: string) =>
    `The client needs a new connection for this request as the requested host name does not match the Server Name Indication (SNI) in use for this connection.<address>${server} Server at b.shop.test Port 443</address>`;

  it('are read from its status page where a proxy replaced the header', () => {
    const found = seen(`${B}/`, { server: 'nginx' }, page('Apache/2.4.52 (Ubuntu)'));
    const text = JSON.stringify(found);
    expect(text).toContain('2.4.52');
    // It came with 2.4.66.
    expect(JSON.stringify(found.fixes)).not.toContain('SSLVHostSNIPolicy');
    expect(text).not.toContain('the response does not show it');
    expect(text).toContain('/var/log/apache2/error.log');
  });

  it.each(['Apache/2.4.62 (Red Hat Enterprise Linux)', 'Apache/2.4.62 (Rocky Linux) OpenSSL/3.2'])(
    'decide where its log is: %s',
    (server) => {
      const text = JSON.stringify(seen(`${B}/`, { server }, page(server)));
      expect(text).toContain('/var/log/httpd/error_log');
      expect(text).not.toContain('/var/log/apache2');
    },
  );
});

it('without TLS nothing is asked about certificates', () => {
  const { guide } = seen('http://10.0.0.7:8001/mcp', { server: 'uvicorn' }, 'Invalid Host header');
  expect(guide.map(({ topic }) => topic)).toContain('logs');
  expect(JSON.stringify(guide)).not.toMatch(/certificate|openssl/i);
});

it('a fix for NGINX Gateway Fabric is not offered for an nginx that is older than it', () => {
  const fixesFor = (version: string) =>
    JSON.stringify(seen(`${B}/`, { server: `nginx/${version}` }, nginxPage(`nginx/${version}`)).causes);
  expect(fixesFor('1.14.2')).not.toContain('disableSNIHostValidation');
  expect(fixesFor('1.29.1')).toContain('disableSNIHostValidation');
});
