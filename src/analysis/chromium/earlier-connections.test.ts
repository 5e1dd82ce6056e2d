import { describe, expect, it } from 'vitest';
import { A, B, RESENT } from '../../testing/resent-sketch.ts';
import { type EarlierSketch, sketchCapture } from '../../testing/sketch-capture.ts';
import { analyze } from '../analyze.ts';

/** The page, and with it connection 1, came before the clear. */
function captureWith(...earlier: EarlierSketch[]) {
  return sketchCapture({
    connections: [{ id: '2', openedFor: B, openedAt: 122 }],
    earlier,
    requests: [RESENT],
  });
}

const shown = (...earlier: EarlierSketch[]) => {
  const { requests, connections, summary } = analyze(captureWith(...earlier));
  return { attempts: requests.get('r1')?.attempts, connections: [...connections.keys()], summary };
};

describe('a connection from before the last clear', () => {
  it('is part of the capture when it carried a hidden 421 since', () => {
    const { attempts, connections, summary } = shown({ id: '1', openedFor: A, openedAt: 0 });
    expect(attempts?.[0]).toMatchObject({ connection: '1', status: 421, coalesced: true, hidden: true });
    expect(connections).toEqual(['2', '1']);
    expect(summary).toMatchObject({ connections: 2, redundantAtMost: { 'AFTER-421': 1 } });
  });

  it.each<[string, EarlierSketch]>([
    ['another address', { id: '1', openedFor: A, remote: '10.0.0.2:443' }],
    ['answered for that origin', { id: '1', openedFor: A, served: [B] }],
    ['been closed since', { id: '1', openedFor: A, openedAt: 0, closedAt: 50 }],
  ])('is neither shown nor counted when it has %s', (_, earlier) => {
    const { attempts, connections, summary } = shown(earlier);
    expect(attempts).toHaveLength(1);
    expect(connections).toEqual(['2']);
    expect(summary.connections).toBe(1);
  });

  it('does not make another one redundant: the capture does not show it', () => {
    const capture = sketchCapture({
      connections: [{ id: '2', openedFor: B, openedAt: 122, privacyMode: false }],
      earlier: [{ id: '1', openedFor: B, openedAt: 0, closedAt: 9_000, privacyMode: true }],
      requests: [{ ...RESENT, stalled: 0 }],
    });
    expect(analyze(capture).connections.get('2')?.redundant).toBeNull();
  });
});
