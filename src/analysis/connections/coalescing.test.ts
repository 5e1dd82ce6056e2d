import { describe, expect, it } from 'vitest';
import { type CaptureSketch, sketchCapture } from '../../testing/sketch-capture.ts';
import { analyze } from '../analyze.ts';

const A = 'https://a.shop.test';
const B = 'https://b.shop.test';

function analysedRequest(sketch: CaptureSketch) {
  const request = analyze(sketchCapture(sketch)).requests.get('r1');
  if (request === undefined) throw new Error('nothing was analysed');
  return request;
}

describe('an attempt', () => {
  it("is coalesced on a connection opened for another origin, as surely as that one's opening is known", () => {
    const { attempts } = analysedRequest({
      connections: [{ id: '1', openedFor: A, openedForCertainty: 'inferred' }],
      requests: [{ url: `${B}/x`, connection: '1' }],
    });
    expect(attempts).toMatchObject([
      { coalesced: true, coalescedCertainty: 'inferred', certainty: 'observed' },
    ]);
  });

  it('is not coalesced on a connection opened for its own origin', () => {
    const { attempts, why } = analysedRequest({
      connections: [{ id: '1', openedFor: B }],
      requests: [{ url: `${B}/x`, connection: '1' }],
    });
    expect(attempts).toMatchObject([{ coalesced: false, coalescedCertainty: 'derived' }]);
    expect(why).toEqual([]);
  });

  it('is neither where it is unknown what the connection was opened for', () => {
    const sketch = {
      connections: [{ id: '1' }],
      requests: [
        { url: `${B}/x`, connection: '1' },
        { url: `${A}/y`, connection: '1' },
      ],
    };
    expect(analysedRequest(sketch).attempts).toMatchObject([
      { coalesced: null, coalescedCertainty: 'unknown' },
    ]);
    const { gaps } = analyze(sketchCapture(sketch));
    expect(gaps).toContainEqual({ code: 'no-opening', family: 'chromium', connections: 1, shared: 1 });
  });

  it.each([
    ['over HTTP/1.1', { protocol: 'http/1.1' as const }],
    ['through a proxy', { proxy: 'https://proxy.test:8443' }],
  ])('is never coalesced %s', (_, facts) => {
    const { attempts } = analysedRequest({
      connections: [{ id: '1', openedFor: A, ...facts }],
      requests: [{ url: `${B}/x`, connection: '1' }],
    });
    expect(attempts).toMatchObject([{ coalesced: false, coalescedCertainty: 'derived' }]);
  });
});

describe('the reasons for sharing', () => {
  const shared = { url: `${B}/x`, connection: '1' };

  it('are observed where the certificate and the DNS answer were seen', () => {
    const { why, whyCertainty } = analysedRequest({
      connections: [{ id: '1', openedFor: A, names: ['*.shop.test'] }],
      requests: [shared],
      resolutions: { 'b.shop.test': ['10.0.0.1'] },
    });
    expect(why).toEqual(['certificate-name', 'same-address']);
    expect(whyCertainty).toBe('observed');
  });

  it('are derived from the rule where they were not', () => {
    const { why, whyCertainty } = analysedRequest({
      connections: [{ id: '1', openedFor: A }],
      requests: [shared],
    });
    expect(why).toEqual(['certificate-name', 'same-address']);
    expect(whyCertainty).toBe('derived');
  });

  it('leave out an address that the host does not have, and name the ORIGIN frame instead', () => {
    const { why } = analysedRequest({
      connections: [{ id: '1', openedFor: A, names: ['*.shop.test'], originFrame: [A, B] }],
      requests: [shared],
      resolutions: { 'b.shop.test': ['10.9.9.9'] },
    });
    expect(why).toEqual(['certificate-name', 'origin-frame']);
  });

  it('leave out a certificate that does not cover the host', () => {
    const { why } = analysedRequest({
      connections: [{ id: '1', openedFor: A, names: ['a.shop.test'] }],
      requests: [shared],
    });
    expect(why).toEqual(['same-address']);
  });

  it('follow a DNS answer that comes later, though the request did not change', () => {
    const connections = [{ id: '1', openedFor: A, names: ['*.shop.test'] }];
    const before = sketchCapture({ connections, requests: [shared] });
    expect(analyze(before).requests.get('r1')?.whyCertainty).toBe('derived');
    const after = { ...before, resolutions: new Map([['b.shop.test', ['10.0.0.1']]]) };
    expect(analyze(after).requests.get('r1')?.whyCertainty).toBe('observed');
  });
});

describe('a connection', () => {
  it('lists each origin on it, how often, and whether it is coalesced', () => {
    const capture = sketchCapture({
      connections: [{ id: '1', openedFor: A }],
      requests: [
        { url: `${A}/1`, connection: '1', at: 5 },
        { url: `${B}/2`, connection: '1', at: 50 },
        { url: `${B}/3`, connection: '1', at: 20 },
      ],
    });
    const connection = analyze(capture).connections.get('1');
    expect(connection?.origins).toMatchObject([
      { origin: A, requests: 1, coalesced: false, why: [] },
      { origin: B, requests: 2, coalesced: true, why: ['certificate-name', 'same-address'] },
    ]);
    expect(connection?.attempts.map(({ request }) => request)).toEqual(['r1', 'r3', 'r2']);
  });
});
