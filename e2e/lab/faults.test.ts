import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LabClient, openConnection } from './http2-client.ts';
import { type Lab, startLab } from './lab.ts';
import { attemptsOf } from './log.ts';
import type { LabSite } from './site.ts';
import { createUdpRelay } from './udp-relay.ts';

const site: LabSite = {
  domain: 'faults.localhost',
  certificates: { wide: ['*.{domain}'] },
  headers: { 'alt-svc': 'h3=":{port}"; ma=60' },
  hosts: [
    { name: 'www', story: '', certificate: 'wide' },
    { name: 'late', story: '', certificate: 'wide', fault: { when: { nth: [2, 3] }, status: 408 } },
    { name: 'cut', story: '', certificate: 'wide', fault: { when: { nth: [2] }, status: 'close' } },
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

describe('a fault', () => {
  it('affects only the attempts that it lists', async () => {
    for (const expected of [200, 408, 408, 200]) expect((await www.send('late', '/')).status).toBe(expected);
  });

  it('can close the connection without a response', async () => {
    expect((await www.send('cut', '/')).status).toBe(200);
    await expect(
      www.send('cut', '/').then(({ status }) => status ?? Promise.reject(status)),
    ).rejects.toBeDefined();
    expect(attemptsOf(lab.log, { host: 'cut.faults.localhost' }).map(({ status }) => status)).toEqual([
      200,
      null,
    ]);
    expect(www.session.destroyed || www.session.closed).toBe(true);
  });
});

it('the lab’s alt-svc header names its own port', async () => {
  expect((await www.send('www', '/')).headers['alt-svc']).toBe(`h3=":${lab.port}"; ma=60`);
});

it('the UDP relay returns each client its own responses', async () => {
  const server = createSocket('udp4');
  server.on('message', (message, { port, address }) => server.send(`${message} from ${port}`, port, address));
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  const probe = createSocket('udp4').bind(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  await new Promise<void>((done) => probe.close(done));
  const relay = await createUdpRelay({ address: '127.0.0.1', port }, server.address().port, 10);
  const ask = async (text: string): Promise<string> => {
    const client = createSocket('udp4');
    client.send(text, port, '127.0.0.1');
    const [answer] = await once(client, 'message');
    await new Promise<void>((done) => client.close(done));
    return String(answer);
  };
  const [a, b] = await Promise.all([ask('a'), ask('b')]);
  expect(a).toMatch(/^a from \d+$/);
  expect(b).toMatch(/^b from \d+$/);
  expect(a.slice(1)).not.toBe(b.slice(1));
  await relay.close();
  await new Promise<void>((done) => server.close(done));
});
