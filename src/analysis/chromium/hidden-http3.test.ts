import { describe, expect, it } from 'vitest';
import { attemptsOf, B } from '../../testing/resent-sketch.ts';
import type { CaptureSketch, RequestSketch } from '../../testing/sketch-capture.ts';

describe('a request on a ready TCP connection where HTTP/3 was offered', () => {
  const offer = { responseHeaders: { 'Alt-Svc': 'h3=":443"; ma=600' } };
  const C = 'https://c.shop.test';
  const connections: CaptureSketch['connections'] = [
    { id: '1', openedFor: B, openedAt: 0 },
    { id: '3', openedFor: C, protocol: 'h3', openedAt: 10 },
  ];
  const offering: RequestSketch = {
    url: `${B}/`,
    connection: '1',
    at: 0,
    setup: 20,
    reused: false,
    ...offer,
  };
  const quic: RequestSketch = { url: `${C}/`, connection: '3', at: 10, setup: 20, reused: false };
  const past: RequestSketch = { url: `${B}/x`, connection: '1', at: 200, took: 60, stalled: 22 };
  const attempts = (...requests: RequestSketch[]) => attemptsOf('r3', { connections, requests });

  it('was misdirected on the shared QUIC connection', () => {
    expect(attempts(offering, quic, past)).toMatchObject([
      { connection: '3', status: 421, certainty: 'inferred', confidence: 0.99, coalesced: true },
      { connection: '1', status: 200, resent: true },
    ]);
  });

  it('was so on one that was open within the precision of the clocks', () => {
    const first = (at: number) => ({ ...quic, at, setup: 0 });
    const opened = (at: number) =>
      connections.map((each) => (each.id === '3' ? { ...each, openedAt: at } : each));
    const at = (start: number) =>
      attemptsOf('r3', { connections: opened(start), requests: [offering, first(start), past] });
    expect(at(203)).toHaveLength(2);
    expect(at(206)).toHaveLength(1);
  });

  it.each([
    ['HTTP/3 was not offered', { ...offering, responseHeaders: { 'alt-svc': 'h2=":444"' } }, quic, past],
    ['it was offered on a 421 only', { ...offering, status: 421 }, quic, past],
    ['it was offered only later', { ...offering, took: 400 }, quic, past],
    ['it lost less than a round trip', offering, quic, { ...past, stalled: 9 }],
    ['the QUIC connection was made meanwhile', offering, { ...quic, at: 190 }, past],
    ['its origin was served over HTTP/3', offering, { ...quic, url: `${B}/y` }, past],
  ])('is not inferred when %s', (_, first, second, third) => {
    const late = connections.map((each) => (second.at === 190 ? { ...each, openedAt: 195 } : each));
    expect(attemptsOf('r3', { connections: late, requests: [first, second, third] }).length).toBeLessThan(2);
  });
});
