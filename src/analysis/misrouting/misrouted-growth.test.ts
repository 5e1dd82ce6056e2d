import { expect, it } from 'vitest';
import type { RequestRecord } from '../../model/capture.ts';
import { finish } from '../../model/steps.ts';
import { type RequestSketch, sketchCapture } from '../../testing/sketch-capture.ts';
import { analyze } from '../analyze.ts';
import { misroutedFindings } from '../findings/misrouted.ts';

const HUB = 'https://hub.shop.test';
const OF_HUB = { server: 'nginx', etag: '"hub"', 'content-type': 'text/html' };

/** How often the rule reads the hub's own answers while this many origins share its connection. */
function readsOfHub(sharing: number) {
  const origins = Array.from({ length: sharing }, (_, i) => `https://r${i}.shop.test`);
  const asked = (
    url: string,
    connection: string,
    responseHeaders: Record<string, string>,
  ): RequestSketch => ({
    ...{ url, connection, responseHeaders },
  });
  const capture = sketchCapture({
    connections: [HUB, ...origins].map((openedFor, i) => ({ id: String(i), openedFor, openedAt: i })),
    requests: [
      ...Array.from({ length: 100 }, (_, i) => asked(`${HUB}/${i}`, '0', OF_HUB)),
      ...origins.map((origin) => asked(`${origin}/`, '0', OF_HUB)),
      ...origins.map((origin, i) => asked(`${origin}/`, String(i + 1), { server: 'Apache', etag: '"own"' })),
    ],
  });
  let reads = 0;
  const counted = (record: RequestRecord): RequestRecord =>
    new Proxy(record, {
      get(target, key, receiver) {
        reads += 1;
        return Reflect.get(target, key, receiver);
      },
    });
  const { requests, connections } = analyze(capture);
  const watched = new Map(
    Array.from(requests, ([id, request]) => {
      const { record } = request;
      return [id, record.origin === HUB ? { ...request, record: counted(record) } : request] as const;
    }),
  );
  const findings = finish(misroutedFindings({ capture, requests: watched, connections }));
  return { reads, findings };
}

it("a hub's own answers are read once, however many origins share its connections", () => {
  const [two, twenty] = [readsOfHub(2), readsOfHub(20)];
  // Each of them is still compared with the hub's answers.
  expect(twenty.findings).toHaveLength(20);
  expect(twenty.findings[0]?.differences).toContainEqual({
    ...{ feature: 'server', shared: 'nginx', own: 'Apache', likeOther: true },
  });
  expect(two.reads).toBeGreaterThan(100);
  expect(twenty.reads).toBe(two.reads);
});
