import { once } from 'node:events';
import { createConnection } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LabClient, openConnection } from './http2-client.ts';
import { type Lab, startLab } from './lab.ts';
import { attemptsOf } from './log.ts';
import { logPath } from './server.ts';
import type { LabSite } from './site.ts';

const site: LabSite = {
  domain: 'test.localhost',
  certificates: { wide: ['*.{domain}'], narrow: ['narrow.{domain}'] },
  hosts: [
    { name: 'www', story: '', certificate: 'wide' },
    { name: 'shared', story: '', certificate: 'wide', fault: { when: 'coalesced', status: 421 } },
    { name: 'never', story: '', certificate: 'wide', fault: { when: 'always', status: 421 } },
    { name: 'twice', story: '', certificate: 'wide', fault: { when: { attempts: 2 }, status: 421 } },
    { name: 'lost', story: '', certificate: 'wide', fault: { when: 'coalesced', status: 404, body: 'lost' } },
    { name: 'cut', story: '', certificate: 'wide', fault: { when: 'always', status: 'reset' } },
    { name: 'slow', story: '', certificate: 'wide', delay: 80 },
    { name: 'narrow', story: '', certificate: 'narrow' },
    { name: 'old', story: '', certificate: 'wide', protocol: 'http/1.1' },
  ],
};

let lab: Lab;
let www: LabClient;

beforeEach(async () => {
  lab = await startLab({ site });
  www = await openConnection(lab, 'www');
});

afterEach(async () => {
  await www.close();
  await lab.close();
});

const statuses = (host: string) =>
  attemptsOf(lab.log, { host: `${host}.test.localhost` }).map((a) => a.status);

describe('a host of the lab', () => {
  it('answers on its own connection and on a shared one', async () => {
    const own = await www.send('www', '/a');
    const shared = await www.send('slow', '/b');
    expect([own.status, shared.status]).toEqual([200, 200]);
    expect(JSON.parse(shared.body)).toEqual({
      host: 'slow.test.localhost',
      method: 'GET',
      path: '/b',
      connection: 1,
    });
  });

  it('answers 421 to a coalesced request, and 200 to the same request on its own connection', async () => {
    expect((await www.send('shared', '/login', { method: 'POST', body: 'name=ada' })).status).toBe(421);
    const own = await openConnection(lab, 'shared');
    expect((await own.send('shared', '/login', { method: 'POST', body: 'name=ada' })).status).toBe(200);
    await own.close();
    expect(statuses('shared')).toEqual([421, 200]);
  });

  it('can answer 421 always, or on its first attempts', async () => {
    const own = await openConnection(lab, 'never');
    expect((await own.send('never', '/')).status).toBe(421);
    await own.close();
    for (const expected of [421, 421, 200]) expect((await www.send('twice', '/')).status).toBe(expected);
    await lab.reset();
    expect(lab.log.attempts).toEqual([]);
    www = await openConnection(lab, 'www');
    expect((await www.send('twice', '/')).status).toBe(421);
  });

  it('can answer 404 only when coalesced', async () => {
    expect(await www.send('lost', '/')).toMatchObject({ status: 404, body: 'lost' });
    const own = await openConnection(lab, 'lost');
    expect((await own.send('lost', '/')).status).toBe(200);
    await own.close();
  });

  it('can reset the stream without a response', async () => {
    await expect(www.send('cut', '/')).rejects.toThrow(/INTERNAL_ERROR/);
    expect(statuses('cut')).toEqual([null]);
  });

  it('can delay its response', async () => {
    await www.send('slow', '/');
    const [attempt] = attemptsOf(lab.log, { host: 'slow.test.localhost' });
    expect((attempt?.endedAt ?? 0) - (attempt?.at ?? 0)).toBeGreaterThanOrEqual(78);
  });

  it('presents its own certificate by SNI, and refuses HTTP/2 when it supports only HTTP/1.1', async () => {
    const narrow = await openConnection(lab, 'narrow');
    const certificate = narrow.session.socket as unknown as {
      getPeerCertificate(): { subjectaltname: string };
    };
    expect(certificate.getPeerCertificate().subjectaltname).toBe('DNS:narrow.test.localhost');
    await narrow.close();
    await expect(openConnection(lab, 'old')).rejects.toThrow();
  });
});

describe('the log', () => {
  it('has connection, stream, SNI, authority and coalescing of every attempt', async () => {
    await www.send('www', '/1');
    await www.send('lost', '/2');
    const lost = await openConnection(lab, 'lost');
    await lost.send('lost', '/2');
    await lost.close();
    const rows = lab.log.attempts.map((a) => [
      a.connection,
      a.stream,
      a.sni,
      a.authority,
      a.path,
      a.coalesced,
    ]);
    expect(rows).toEqual([
      [1, 1, 'www.test.localhost', `www.test.localhost:${lab.port}`, '/1', false],
      [1, 3, 'www.test.localhost', `lost.test.localhost:${lab.port}`, '/2', true],
      [2, 1, 'lost.test.localhost', `lost.test.localhost:${lab.port}`, '/2', false],
    ]);
  });

  it('can be requested without an entry for that request', async () => {
    await www.send('www', '/1');
    const read = JSON.parse((await www.send('www', logPath)).body);
    expect(read.attempts).toHaveLength(1);
    expect(lab.log.attempts).toHaveLength(1);
  });

  it('records when connections open and close', async () => {
    await www.send('www', '/1');
    expect(lab.log.connections).toMatchObject([{ connection: 1, protocol: 'h2', closedAt: null }]);
    await lab.retireConnections();
    expect(lab.log.connections[0]?.closedAt).not.toBeNull();
  });
});

it('the lab closes even when a client has not sent anything', async () => {
  const silent = createConnection({ port: lab.port, host: '127.0.0.1' });
  await once(silent, 'connect');
  await lab.close();
  await once(silent, 'close');
});

describe('cross-origin responses', () => {
  it('can be read by the requesting page, including errors and preflights', async () => {
    const origin = 'https://www.test.localhost';
    const failed = await www.send('never', '/', { origin });
    expect(failed.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
    });
    expect((await www.send('twice', '/', { method: 'OPTIONS', origin })).status).toBe(421);
    expect((await www.send('slow', '/', { method: 'OPTIONS', origin })).status).toBe(204);
  });
});
