import { afterEach, describe, expect, it } from 'vitest';
import { InputError } from '../input/read-input.ts';
import { type AnsweringServer, answeringServer, type Reply, type Seen } from '../testing/answering-server.ts';
import { type ProbeTarget, probe } from './probe.ts';
import { type ProbeReport, probeReport } from './probe-report.ts';
import { probeText } from './probe-text.ts';

let server: AnsweringServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

const OK: Reply = { status: 200 };

/** Probes a new server. `{port}` in the URL is its port. */
async function ask(
  reply: (seen: Seen) => Reply | null,
  over: Partial<ProbeTarget> = {},
  url = 'https://b.test:{port}/',
): Promise<{ readonly report: ProbeReport; readonly seen: readonly Seen[]; readonly text: string }> {
  server = await answeringServer(reply);
  const target: ProbeTarget = {
    url: new URL(url.replace('{port}', String(server.port))),
    ...{ sni: 'a.test', address: '127.0.0.1', insecure: true, timeoutMs: 20_000 },
    ...over,
  };
  const report = probeReport(target, await probe(target), { name: 'coalescope', version: '0' });
  // Long lines, so that no sentence is broken.
  return { report, seen: server.seen, text: probeText(report, { columns: 1_000 }) };
}

const names = (seen: readonly Seen[]) => seen.map(({ connection, sni, host }) => [connection, sni, host]);

describe('without a server name', () => {
  it('the host is requested on a connection without SNI, then on its own, by the server’s log', async () => {
    const { report, seen, text } = await ask(() => OK, { sni: null });
    expect(names(seen)).toEqual([
      [0, null, 'b.test'],
      [1, 'b.test', 'b.test'],
    ]);
    expect(report).toMatchObject({ sni: null, answers: { control: null, apart: { sni: null } } });
    expect(report.verdict.kind).toBe('no-difference');
    expect(text).toContain('no SNI, host b.test');
  });

  it('a server that answers 421 is named with what follows for clients', async () => {
    const { report } = await ask(({ sni }) => (sni === null ? { status: 421 } : OK), { sni: null });
    expect(report.verdict).toMatchObject({ kind: 'misdirected-when-shared', severity: 'error' });
    expect(report.verdict.words).toMatch(
      /answers 421 on a connection without a server name \(SNI\), and answers 200 on its own connection: a client or proxy that sends no SNI gets 421\.$/,
    );
    expect(report.cause).toBeNull();
  });

  it("Apache's 421 to a missing name is explained by that, and by nothing about two names", async () => {
    const body =
      'The client needs a new connection for this request as the requested host name does not match the Server Name Indication (SNI) in use for this connection.';
    const { report } = await ask(
      ({ sni }) => (sni === null ? { status: 421, server: 'Apache/2.4.66', body } : OK),
      { sni: null },
    );
    expect(report.causes).toHaveLength(1);
    expect(report.cause).toMatch(
      /^Apache received the request for b\.test without that name in the TLS handshake/,
    );
    expect(report.causes[0]?.evidence).toContainEqual({
      for: true,
      fact: 'The handshake had no server name (SNI).',
    });
  });

  it('a host that is an address has none, and the report says so', async () => {
    const { report, seen } = await ask(() => OK, {}, 'https://127.0.0.1:{port}/');
    expect(names(seen)).toEqual([
      [0, 'a.test', 'a.test'],
      [0, 'a.test', '127.0.0.1'],
      [1, null, '127.0.0.1'],
    ]);
    expect(report.answers.own.sni).toBeNull();
    expect(report.notes).toEqual([
      '127.0.0.1 is an address, and an address is no SNI name (RFC 6066 section 3): none was sent for it.',
    ]);
  });
});

describe('the server to ask', () => {
  it('can have another port than the URL, which the request does not name', async () => {
    server = await answeringServer(() => OK);
    const target = {
      url: new URL('https://b.test/'),
      ...{ sni: 'a.test', address: '127.0.0.1', port: server.port, insecure: true, timeoutMs: 20_000 },
    };
    const { apart } = await probe(target);
    expect(apart).toMatchObject({ authority: 'b.test', answer: { status: 200 } });
    expect(names(server.seen)[1]).toEqual([0, 'a.test', 'b.test']);
  });

  it.each(['h2', 'http/1.1'] as const)('is offered only %s when that is asked for', async (alpn) => {
    const { report, seen } = await ask(() => OK, { alpn: [alpn] });
    expect(seen.map((one) => one.alpn)).toEqual([alpn, alpn, alpn]);
    // Not a fact about the server: it was not asked for HTTP/2.
    expect(report.notShared).toEqual([]);
  });
});

describe('a refusal of the host with 400', () => {
  const jetty = (message: string): Reply => ({
    status: 400,
    body: `<h2>HTTP ERROR 400 ${message}</h2><hr/><a href="https://jetty.org/">Powered by Jetty:// 9.4.52</a>`,
  });

  it.each(['Invalid SNI', 'Host does not match SNI'])('by Jetty, "%s", has its cause', async (message) => {
    const { report } = await ask(({ sni, host }) => (sni === host ? OK : jetty(message)));
    expect(report.verdict).toMatchObject({ kind: 'refused-when-shared', severity: 'error' });
    expect(report.verdict.words).toContain(`answers 400 "${message}" on a connection opened for a.test`);
    expect(report.answers.apart.sender).toMatchObject({ product: 'jetty' });
    expect(report.cause).toContain('sniHostCheck');
  });

  it('by Jetty on its own connection, too, is not explained with sharing', async () => {
    const { report } = await ask(({ host }) => (host === 'b.test' ? jetty('Invalid SNI') : OK));
    expect(report.verdict.kind).toBe('refused-always');
    expect(report.verdict.words).toContain('sharing is not the reason');
  });

  it('by any other server is recognised by the two responses that are good', async () => {
    const { report } = await ask(({ sni, host }) => (sni === host ? OK : { status: 400 }));
    expect(report.verdict.kind).toBe('refused-when-shared');
    expect(report.cause).toBeNull();
  });

  it('is none when the other host gets 400 on that connection, too', async () => {
    const { report } = await ask(({ sni }) => (sni === 'a.test' ? { status: 400 } : OK));
    expect(report.verdict.kind).toBe('different-answer');
  });
});

/** The sentence by which Apache's page for 421 is recognised. */
const APACHE_PAGE =
  'The client needs a new connection for this request as the requested host name does not match the Server Name Indication (SNI) in use for this connection.';

describe('several hosts in turn', () => {
  /** A proxy with one connection to a server behind it that refuses other hosts on it and then closes it. */
  function pooled(): (seen: Seen) => Reply {
    let openedFor: string | null = null;
    return ({ host }) => {
      openedFor ??= host;
      if (openedFor === host) return OK;
      openedFor = null;
      return { status: 421, server: 'nginx', body: APACHE_PAGE };
    };
  }

  it('are requested in both orders on one connection, by the server’s log', async () => {
    const { seen, report } = await ask(() => OK, { inTurn: ['a.test'] });
    expect(names(seen).slice(3)).toEqual(
      ['b.test', 'a.test', 'a.test', 'b.test', 'b.test', 'a.test'].map((host) => [2, 'a.test', host]),
    );
    expect(report.verdict.kind).toBe('no-difference');
    expect(report.turns.map(({ status, connection }) => [status, connection])).toEqual(
      Array.from({ length: 6 }, () => [200, 1]),
    );
  });

  it('show a response that depends on the order', async () => {
    const { report, text } = await ask(pooled(), { inTurn: ['a.test'] });
    // By the proxy's rule: a 200, b 421; b alone 200; b 200, a 421, a 200, b 421, b 200, a 421.
    expect(report.turns.map(({ status }) => status)).toEqual([200, 421, 200, 421, 200, 421]);
    expect(report.verdict).toMatchObject({ kind: 'depends-on-order', severity: 'error' });
    const b = report.answers.own.authority;
    const a = b.replace('b.test', 'a.test');
    expect(report.verdict.words).toBe(
      `The response to ${b} depends on the request before it on the connection: 421 after ${a}, 200 as the first and after ${b}.`,
    );
    expect(text).toContain(`    ${a}: 421`);
    expect(report.cause).toMatch(/^nginx reuses its connections to Apache for other hosts/);
  });

  it('do not show that the order decides when one response differs', async () => {
    let count = 0;
    const { report } = await ask(
      ({ host }) => {
        if (host === 'a.test') return OK;
        count += 1;
        return count === 3 ? { status: 503 } : OK;
      },
      { inTurn: ['a.test'] },
    );
    expect(report.verdict.words).toContain('do not show that the order decides');
  });
});

describe('a request that gets no response', () => {
  it('on the shared connection only is a verdict', async () => {
    const { report } = await ask(({ sni, host }) => (sni === host ? OK : null), { timeoutMs: 6_000 });
    expect(report.verdict.kind).toBe('reset-when-shared');
    expect(report.answers.apart.error).toMatch(/^no response within [\d.]+ seconds$/);
  });

  it('on any connection of the host is no verdict', async () => {
    const asked = ask(({ host }) => (host === 'b.test' ? null : OK), { timeoutMs: 3_000 });
    await expect(asked).rejects.toThrow(InputError);
    await expect(asked).rejects.toThrow(/^b\.test:\d+ at 127\.0\.0\.1: no response within [\d.]+ seconds$/);
  });
});
