import { describe, expect, it } from 'vitest';
import { analyze } from '../../analysis/analyze.ts';
import { type CaptureSketch, sketchCapture } from '../../testing/sketch-capture.ts';
import { diagnose } from '../diagnose.ts';
import type { Finding } from '../finding.ts';

const A = 'https://a.shop.test:8443';
const B = 'https://b.shop.test:8443';
const names = ['*.shop.test'];
const CONNECTIONS = [
  { id: '1', openedFor: A, openedAt: 0, remote: '192.0.2.7:8443', names },
  { id: '2', openedFor: B, openedAt: 0, remote: '192.0.2.7:8443', names },
];
const OF_A = { server: 'nginx', 'content-type': 'text/html', etag: '"a"' };
const OF_B = { server: 'Apache', 'content-type': 'text/html', etag: '"b"' };

function findingOf(kind: Finding['kind'], requests: CaptureSketch['requests']): Finding {
  const found = diagnose(analyze(sketchCapture({ connections: CONNECTIONS, requests }))).find(
    (finding) => finding.kind === kind,
  );
  if (found === undefined) throw new Error(`no ${kind}`);
  return found;
}

describe("another application's page", () => {
  const found = findingOf('misrouted-suspected', [
    { url: `${A}/`, connection: '1', responseHeaders: OF_A },
    { url: `${B}/pay?card=1`, connection: '1', responseHeaders: OF_A },
    { url: `${B}/pay`, connection: '2', responseHeaders: OF_B },
  ]);

  it('is reported with what differs, and as not certain', () => {
    expect(found.title).toContain(
      '1 request for b.shop.test:8443 was answered on the connection opened for a.shop',
    );
    expect(found.title).toContain('what seems to be another application');
    expect(found.explanation).toContain(
      'The response on the shared connection has server: "nginx" as from a.shop.test:8443 itself, but on its own connection server: "Apache"; ETag',
    );
  });

  it('is checked by a command with its own names and path, and how to read its verdict', () => {
    const probe = found.verify.at(-1);
    expect(probe?.command).toBe(
      'coalescope probe "https://b.shop.test:8443/pay" --sni a.shop.test --ip 192.0.2.7',
    );
    expect(probe?.expect).toContain('"gets the same response as"');
    expect(probe?.expect).toContain('sharing is not the reason');
    expect(found.verify.map(({ expect: words }) => words).join()).not.toContain('421 now');
  });
});

it('a path that a shell would act on is in no command', () => {
  const path = '/$(touch$IFS!x)';
  const found = findingOf('misrouted-suspected', [
    { url: `${B}${path}`, connection: '1', status: 404 },
    { url: `${B}${path}`, connection: '2' },
  ]);
  expect(found.title).toContain('failed on the connection');
  for (const { command } of found.verify) expect(command).not.toContain('touch');
});

describe('a host that was answered on the connection of another only', () => {
  const requests = [
    { url: `${A}/`, connection: '1', responseHeaders: OF_A },
    { url: `${B}/pay`, connection: '1', responseHeaders: OF_A },
  ];
  const found = findingOf('wrong-answer-suspected-unverified', requests);

  it('gets no cause, and the one command that decides', () => {
    expect(found.cause).toBeNull();
    expect(found.fixes).toEqual([]);
    expect(found.verify.map(({ command }) => command)).toEqual([
      'coalescope probe "https://b.shop.test:8443/pay" --sni a.shop.test --ip 192.0.2.7',
    ]);
  });

  it('is stated as what the capture shows, with the sign and what would end it', () => {
    expect(found.title).toBe(
      'b.shop.test:8443 was answered only on the connection opened for a.shop.test:8443 (1 request), and the response may not be its own.',
    );
    expect(found.explanation).toContain('The page has the same ETag as a page of a.shop.test:8443. ');
    expect(found.explanation).toContain('does not show whether this one is right');
    for (const way of ['one listener', 'answer 421', 'certificate', 'HTTP/1.1'])
      expect(found.remedy).toContain(way);
  });
});

describe('a host that Jetty refuses with 400', () => {
  const refused = {
    status: 400,
    responseHeaders: { server: 'Jetty(12.0.21)', 'content-type': 'text/html' },
    responseBody: '<title>Error 400 Invalid SNI</title>',
  };

  it('gets its sender, its cause and a check with that status, on its own connection', () => {
    const found = findingOf('host-refused', [{ url: `${B}/`, connection: '2', ...refused }]);
    expect(found.title).toBe(
      'b.shop.test:8443 answered 400 "Invalid SNI": the server refuses this host (1 request).',
    );
    expect(found.sender?.product).toBe('jetty');
    expect(found.cause).toContain('sniHostCheck');
    expect(found.fixes[0]?.snippet).toContain('jetty.ssl.sniHostCheck');
    expect(found.verify.map(({ expect: words }) => words)).toEqual([
      "b.shop.test on its own connection: 400 now, b.shop.test's own response once it is fixed.",
    ]);
    expect(found.guide).toEqual([]);
  });

  it('on the connection of another host it is said that no browser sends the request again', () => {
    const found = findingOf('host-refused', [{ url: `${B}/`, connection: '1', ...refused }]);
    expect(found.title).toContain('on the connection opened for a.shop.test:8443');
    expect(found.explanation).toContain('after this status it does not');
    expect(JSON.stringify(found.verify)).not.toContain('421');
  });
});
