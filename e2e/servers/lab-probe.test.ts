import { afterAll, beforeAll, expect, it } from 'vitest';
import { probe } from '../../src/node/probe/probe.ts';
import { type ProbeReport, probeReport } from '../../src/node/probe/probe-report.ts';
import { probeText } from '../../src/node/probe/probe-text.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import type { LabSite } from '../lab/site.ts';

const page = (body: string) => ({ '/': { type: 'text/plain', body } });

const site: LabSite = {
  domain: 'probe.localhost',
  certificates: { all: ['*.{domain}'], lone: ['lone.{domain}'] },
  hosts: [
    { name: 'front', story: '', certificate: 'all', files: page('front') },
    { name: 'well', story: '', certificate: 'all', files: page('well') },
    { name: 'alike', story: '', certificate: 'all', files: page('front') },
    { name: 'refused', story: '', certificate: 'all', fault: { when: 'coalesced', status: 421 } },
    { name: 'never', story: '', certificate: 'all', fault: { when: 'always', status: 421 } },
    { name: 'cut', story: '', certificate: 'all', fault: { when: 'coalesced', status: 'reset' } },
    {
      ...{ name: 'lost', story: '', certificate: 'all', files: page('lost') },
      fault: { when: 'coalesced', status: 404, headers: { 'set-cookie': 'id=secret' } },
    },
    {
      ...{ name: 'mixed', story: '', certificate: 'all', files: page('mixed') },
      fault: { when: 'coalesced', status: 200, body: 'front' },
    },
    { name: 'old', story: '', certificate: 'all', protocol: 'http/1.1', files: page('old') },
    { name: 'lone', story: '', certificate: 'lone', files: page('lone') },
  ],
};

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ site });
});
afterAll(() => lab.close());

async function ask(host: string, sni = 'front', path = '/'): Promise<ProbeReport> {
  const target = {
    url: new URL(`${lab.origin(host)}${path}`),
    sni: `${sni}.${site.domain}`,
    address: '127.0.0.1',
    insecure: true,
    timeoutMs: 60_000,
  };
  return probeReport(target, await probe(target), { name: 'coalescope', version: '0' });
}

it.each([
  ['well', 'no-difference', 'info'],
  ['alike', 'no-difference', 'info'],
  ['refused', 'misdirected-when-shared', 'warning'],
  ['never', 'misdirected-always', 'error'],
  ['cut', 'reset-when-shared', 'error'],
  ['lost', 'different-answer', 'warning'],
  ['mixed', 'other-hosts-page', 'error'],
])('%s: %s', async (host, kind, severity) => {
  expect((await ask(host)).verdict).toMatchObject({ kind, severity });
});

it('the probe requests a, then b on the same connection, then b on its own, by the server’s log', async () => {
  await lab.reset();
  await ask('well');
  const [{ connection: first } = { connection: 0 }] = lab.log.attempts;
  const logged = lab.log.attempts.map(({ connection, sni, host }) => ({
    connection: connection - first,
    sni,
    host,
  }));
  expect(logged).toEqual([
    { connection: 0, sni: `front.${site.domain}`, host: `front.${site.domain}` },
    { connection: 0, sni: `front.${site.domain}`, host: `well.${site.domain}` },
    { connection: 1, sni: `well.${site.domain}`, host: `well.${site.domain}` },
  ]);
});

it('the probe reports why a browser would not share', async () => {
  expect((await ask('well')).notShared).toEqual([]);
  expect((await ask('well', 'lone')).notShared).toEqual([expect.stringContaining('does not cover')]);
  expect((await ask('well', 'old')).notShared).toEqual([expect.stringContaining('only HTTP/1.1')]);
});

it('the probe reports the error with which the server ended the stream', async () => {
  expect((await ask('cut')).answers.apart).toMatchObject({ status: null, error: 'NGHTTP2_INTERNAL_ERROR' });
});

it('the report contains no cookies and no query values', async () => {
  const report = await ask('lost', 'front', '/?token=secret');
  const everything = JSON.stringify(report) + probeText(report, {});
  expect(everything).not.toContain('secret');
});

it('the text report is readable', async () => {
  const text = probeText(await ask('refused'), {});
  expect(text).toContain('SNI front.probe.localhost, host refused.probe.localhost');
  expect(text).toMatch(
    /answers 421 on a connection opened\s+for front\.probe\.localhost, and\s+answers 200 on its own/,
  );
});

it('an untrusted certificate is refused, with a hint', async () => {
  const target = {
    url: new URL(lab.origin('well')),
    sni: `front.${site.domain}`,
    address: '127.0.0.1',
    insecure: false,
    timeoutMs: 60_000,
  };
  await expect(probe(target)).rejects.toThrow(/--insecure accepts any certificate/);
});

it('an unreachable server is reported', async () => {
  const target = {
    url: new URL('https://b.test:1/'),
    sni: 'a.test',
    address: '127.0.0.1',
    insecure: true,
    timeoutMs: 60_000,
  };
  await expect(probe(target)).rejects.toThrow(/a\.test at 127\.0\.0\.1 port 1: .*ECONNREFUSED/);
});
