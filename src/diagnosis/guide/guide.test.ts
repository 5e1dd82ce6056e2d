import { describe, expect, it } from 'vitest';
import { CaptureBuilder } from '../../model/builder/builder.ts';
import { readHar } from '../../sources/har/read-har.ts';
import { createNetLogReader } from '../../sources/netlog/netlog-reader.ts';
import { captureOf, readFixtureText } from '../../testing/fixtures.ts';
import { A, B, guideOf, headersOf, said, sent, step } from '../../testing/guide.ts';

describe("Chromium's NetLog of a real Apache", () => {
  const guide = guideOf(captureOf(createNetLogReader, readFixtureText('servers/apache.netlog.json.gz')));

  it('gives the line of the log, by host and time', () => {
    expect(said(step(guide, 'logs'))).toContain('2026-11-22 23:20:18.893 UTC');
    expect(step(guide, 'logs').missing?.command).toBe(
      "grep -F 'AH02032' /var/log/apache2/error.log | grep -F 'b.site.localhost' | grep -E ':20:'",
    );
  });

  it('states the connection, the name in its handshake, the certificate and the addresses', () => {
    const network = step(guide, 'network');
    expect(network.missing).toBeNull();
    expect(said(network)).toMatch(
      /connection 56 over HTTP\/2 to 127\.0\.0\.1:36511, opened for a\.site\.localhost:36511/,
    );
    expect(said(network)).toContain('names b.site.localhost.');
    expect(said(network)).toContain('b.site.localhost and a.site.localhost both resolve to 127.0.0.1.');
    expect(said(network)).toContain('When the request was re-sent on connection 74, the response was 200.');
    for (const { certainty } of network.known) expect(certainty).toBe('observed');
  });

  it('states whether credentials were allowed, and asks whether the host asks for a certificate, which no browser shows', () => {
    const { known, missing } = step(guide, 'credentials');
    expect(known[0]).toMatchObject({ text: expect.stringContaining('with credentials allowed') });
    expect(missing?.command).toContain('-connect 127.0.0.1:36511 -servername b.site.localhost');
  });

  it('states the setting with the certainty of the sender', () => {
    const { known, missing } = step(guide, 'configuration');
    expect(missing).toBeNull();
    expect(known.map(({ certainty, confidence }) => [certainty, confidence])).toEqual(
      known.map(() => ['inferred', 0.95]),
    );
    expect(known[1]?.text).toContain('different TLS settings');
  });

  it('states what its version does', () => {
    const updates = step(guide, 'updates');
    expect(updates.known[0]).toEqual({
      text: 'The 421 names Apache httpd 2.4.71.',
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

it('a second 421, on the re-send, shows that sharing is not the reason', () => {
  const network = step(guideOf(sent({ last: 421 })), 'network');
  expect(said(network)).toContain(
    'When the request was re-sent on connection 2, it got 421 again: sharing is not the reason.',
  );
});

it('asks for the certificate where no source has it, and for the sender where it is unknown', () => {
  const guide = guideOf(sent({}));
  expect(step(guide, 'network').missing?.command).toContain('-connect 192.0.2.7:443 -servername a.shop.test');
  expect(step(guide, 'configuration').missing?.command).toContain('coalescope probe');
  expect(step(guide, 'logs').missing?.command).toContain("grep -rE ':13:.* 421 '");
});

describe('how sure it is', () => {
  it('what follows from an inferred attempt is no more certain than that attempt', () => {
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

  it('a statement about a reconstructed connection is inferred, without a measured confidence', () => {
    const network = step(guideOf(sent({ reconstructed: true })), 'network');
    expect(network.known[0]).toMatchObject({ certainty: 'inferred', confidence: null });
  });
});

it('says whether the ORIGIN frame lists the host', () => {
  const said421 = (originFrame: readonly string[]) => said(step(guideOf(sent({ originFrame })), 'network'));
  expect(said421([A, B])).toContain('ORIGIN frame on that connection lists b.shop.test');
  expect(said421([A])).toContain('ORIGIN frame on that connection does not list b.shop.test');
});

it('behind a proxy, the log is that of the server that wrote the 421', () => {
  const first = headersOf({
    server: 'nginx/1.22.1',
    'content-type': 'text/html; charset=iso-8859-1',
    'content-length': '362',
  });
  expect(step(guideOf(sent({ first })), 'logs').missing?.text).toMatch(
    /What Apache httpd logged\..* behind nginx/,
  );
});
