import { describe, expect, it } from 'vitest';
import { type RequestSketch, sketchCapture } from '../../testing/sketch-capture.ts';
import { analyze } from '../analyze.ts';

const A = 'https://a.shop.test';
const B = 'https://b.shop.test';

type Headers = Readonly<Record<string, string>>;
const page = (etag: string): Headers => ({ server: 'nginx', 'content-type': 'text/html', etag });
/** Envoy's 404 for a host without a route, as in envoyproxy/envoy#6767. */
const NO_ROUTE: Headers = { server: 'envoy', date: 'Mon, 30 Nov 2026 19:48:03 GMT' };

const asked = (url: string, responseHeaders: Headers, status = 200, connection = '1'): RequestSketch => ({
  ...{ url, connection, responseHeaders, status },
});
const front = asked(`${A}/`, page('"a"'));

function found(...requests: RequestSketch[]) {
  const connections = [
    { id: '1', openedFor: A, openedAt: 0 },
    { id: '2', openedFor: B, openedAt: 100 },
  ];
  const { findings } = analyze(sketchCapture({ connections, requests }));
  return findings.filter(({ kind }) => kind === 'wrong-answer-suspected-unverified');
}

describe('a host that was answered on the connection of another only', () => {
  it("is reported where every response is a router's 404 without content", () => {
    const [finding, ...more] = found(front, asked(`${B}/`, NO_ROUTE, 404), asked(`${B}/x`, NO_ROUTE, 404));
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      ...{ severity: 'info', certainty: 'derived', requests: ['r2', 'r3'], origins: [B, A] },
      resemblances: [{ sign: 'empty-404', value: 'envoy' }],
    });
  });

  it("is reported where its page has the ETag of the other's page, or sets a cookie for the other", () => {
    const [same] = found(front, asked(`${B}/pay`, page('"a"')));
    expect(same?.resemblances).toEqual([{ sign: 'same-page', value: '' }]);
    const cookie = { ...page('"b"'), 'set-cookie': 'id=1; Domain=a.shop.test' };
    const [strange] = found(front, asked(`${B}/`, cookie));
    expect(strange?.resemblances).toEqual([{ sign: 'cookie-domain', value: 'a.shop.test' }]);
  });

  it.each<[string, RequestSketch[]]>([
    ['it has a page of its own', [front, asked(`${B}/`, page('"b"'))]],
    [
      'its cookie is for both hosts',
      [asked(`${B}/`, { ...page('"b"'), 'set-cookie': 'a=1; Domain=shop.test' })],
    ],
    ['one of its files is missing', [asked(`${B}/`, page('"b"')), asked(`${B}/favicon.ico`, NO_ROUTE, 404)]],
    ['its 404 has a page', [asked(`${B}/`, { ...NO_ROUTE, 'content-type': 'text/html' }, 404)]],
    ['its 404 has a length', [asked(`${B}/`, { ...NO_ROUTE, 'content-length': '19' }, 404)]],
    [
      'a server behind Envoy answered',
      [asked(`${B}/`, { ...NO_ROUTE, 'x-envoy-upstream-service-time': '3' }, 404)],
    ],
    [
      'the same script is on both',
      [front, asked(`${B}/x.js`, { ...page('"a"'), 'content-type': 'text/javascript' })],
    ],
    [
      'it was answered on its own connection, too',
      [front, asked(`${B}/`, page('"a"')), asked(`${B}/`, page('"a"'), 200, '2')],
    ],
  ])('is not reported where %s', (_, requests) => {
    expect(found(front, ...requests)).toEqual([]);
  });

  it('is not reported where www. is all that differs', () => {
    const connections = [{ id: '1', openedFor: 'https://shop.test', openedAt: 0 }];
    const requests = [asked('https://shop.test/', page('"a"')), asked('https://www.shop.test/', page('"a"'))];
    expect(analyze(sketchCapture({ connections, requests })).findings).toEqual([]);
  });
});
