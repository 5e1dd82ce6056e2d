import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { guideOf, headersOf, said, sent, step } from '../../testing/guide.ts';

interface Recorded {
  readonly cases: readonly string[];
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
}

/** By recorded server and first words of the case: the version in the response, as the server was started. */
const VERSIONS: Readonly<Record<string, readonly (readonly [string, string | null])[]>> = {
  apache: [['', '2.4.71']],
  // The default server of that configuration has server_tokens off; nginx replaces Apache's version by its own name.
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
    '%s: the version that it names, or how to find it',
    (label, { headers }) => {
      const first = headers.map(([header, value]) => ({ name: header, value }));
      const updates = step(guideOf(sent({ first })), 'updates');
      const version = VERSIONS[name]?.find(([start]) => label.startsWith(start))?.[1] ?? null;
      if (version !== null) {
        expect(updates.known[0]?.text).toMatch(
          new RegExp(`^The 421 names .* ${version.replaceAll('.', '\\.')}\\.`),
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

  it('a name on the response to the re-send is stated as such, and what follows is inferred', () => {
    const updates = step(guideOf(sent({ lastHeaders: { server: 'Apache/2.4.64' } })), 'updates');
    expect(updates.known.map(({ certainty }) => certainty)).toEqual(['observed', 'inferred']);
    expect(updates.known[0]?.text).toBe('The response to the re-send names Apache httpd 2.4.64.');
    expect(updates.known[1]?.confidence).toBeLessThan(1);
  });
});
