import { expect, it } from 'vitest';
import { type ConnectionSketch, sketchCapture } from '../../testing/sketch-capture.ts';
import { analyze } from '../analyze.ts';
import { bestCaseOf } from './best-case.ts';

/** Each connection carries one request of the host it was opened for. */
function bestCase(connections: readonly (Partial<ConnectionSketch> & { readonly host: string })[]) {
  const sketch = sketchCapture({
    connections: connections.map(({ host, ...rest }, i) => ({
      ...rest,
      id: String(i),
      openedFor: `https://${host}`,
      openedAt: i * 10,
    })),
    requests: connections.map(({ host }, i) => ({
      url: `https://${host}/`,
      connection: String(i),
      at: i * 10,
    })),
  });
  return bestCaseOf(analyze(sketch).connections.values());
}

it('is one connection per address, and the names that this requires', () => {
  const best = bestCase([
    { host: 'www.test.example', names: ['www.test.example', 'a.test.example'] },
    { host: 'a.test.example', names: ['a.test.example'] },
    { host: 'b.test.example', names: ['b.test.example'] },
    { host: 'c.test.example', names: ['c.test.example'], remote: '10.0.0.2:443' },
  ]);
  expect(best).toMatchObject({
    connections: 4,
    byAddress: { connections: 2, dnsQueries: 0, certificateValidations: 2 },
    certificates: [{ connection: '0', addNames: ['b.test.example'], spares: 2 }],
  });
});

it('needs only the names, not a common address, with ORIGIN frames', () => {
  const best = bestCase([
    { host: 'www.test.example', names: ['*.test.example'] },
    { host: 'a.test.example', names: ['a.test.example'], remote: '10.0.0.2:443' },
    { host: 'other.example', names: ['other.example'] },
  ]);
  expect(best?.byOriginFrame).toEqual({ connections: 1, dnsQueries: 1, certificateValidations: 1 });
});

it('keeps connections separate that differ in credentials, partition or proxy', () => {
  const names = ['*.test.example'];
  const best = bestCase([
    { host: 'www.test.example', names, privacyMode: false },
    { host: 'a.test.example', names, privacyMode: true },
    { host: 'b.test.example', names, privacyMode: false, partition: 'other' },
    { host: 'c.test.example', names, privacyMode: false, proxy: 'https://proxy.example' },
  ]);
  expect(best?.byAddress.connections).toBe(0);
  expect(best?.byOriginFrame.connections).toBe(0);
});

it('keeps a tunnel through a proxy for each host', () => {
  const through = { names: ['*.test.example'], proxy: 'http://proxy.example:3128' };
  const best = bestCase([
    { host: 'www.test.example', ...through },
    { host: 'a.test.example', ...through },
  ]);
  expect(best?.byAddress.connections).toBe(0);
  expect(best?.byOriginFrame.connections).toBe(0);
});

it('includes the names of coalesced hosts', () => {
  const sketch = sketchCapture({
    connections: [
      {
        id: '1',
        openedFor: 'https://www.test.example',
        openedAt: 0,
        names: ['www.test.example', 'a.test.example'],
      },
      { id: '2', openedFor: 'https://b.test.example', openedAt: 10, names: ['b.test.example'] },
    ],
    requests: [
      { url: 'https://www.test.example/', connection: '1', at: 0 },
      { url: 'https://a.test.example/', connection: '1', at: 5 },
      { url: 'https://b.test.example/', connection: '2', at: 10 },
    ],
  });
  const best = bestCaseOf(analyze(sketch).connections.values());
  expect(best?.certificates).toMatchObject([{ connection: '1', addNames: ['b.test.example'] }]);
});

it('is null when no connection can be judged', () => {
  expect(bestCase([{ host: 'www.test.example', protocol: 'http/1.1' }])).toBeNull();
});
