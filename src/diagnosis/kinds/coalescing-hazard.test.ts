import { expect, it } from 'vitest';
import { analyze } from '../../analysis/analyze.ts';
import { sketchCapture } from '../../testing/sketch-capture.ts';
import { diagnose } from '../diagnose.ts';

const A = 'https://a.shop.test:8443';
const B = 'https://b.shop.test:8443';
const SHARED = { openedAt: 0, remote: '192.0.2.7:8443', names: ['*.shop.test'] };

it('names how each host is served, and the command that shows what happens', () => {
  const capture = sketchCapture({
    connections: [
      { id: '1', openedFor: A, ...SHARED },
      { id: '2', openedFor: B, ...SHARED },
    ],
    requests: [
      { url: `${A}/`, connection: '1', responseHeaders: { server: 'nginx' } },
      { url: `${B}/`, connection: '2', responseHeaders: { server: 'Apache' } },
    ],
  });
  const found = diagnose(analyze(capture)).find(({ kind }) => kind === 'coalescing-hazard');
  expect(found?.title).toBe(
    'a.shop.test:8443 and b.shop.test:8443 share a certificate and an address, but are served differently.',
  );
  expect(found?.explanation).toContain(
    'a.shop.test:8443: "server: nginx", HTTP/2; b.shop.test:8443: "server: Apache"',
  );
  expect(found?.verify.map(({ command }) => command)).toEqual([
    'coalescope probe "https://b.shop.test:8443/" --sni a.shop.test --ip 192.0.2.7',
  ]);
});
