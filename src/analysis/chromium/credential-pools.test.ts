import { describe, expect, it } from 'vitest';
import { finish } from '../../model/steps.ts';
import { type RequestSketch, sketchCapture } from '../../testing/sketch-capture.ts';
import { indexConnections } from '../connections/connection-index.ts';
import { poolsOf } from './credential-pools.ts';
import { CHROMIUM_RULES } from './rules.ts';

const A = 'https://a.shop.test';
const B = 'https://b.shop.test';

function poolsWith(...requests: RequestSketch[]) {
  const connections = [{ id: '1' }, { id: '2' }, { id: '3' }];
  const capture = sketchCapture({ connections, requests });
  return Object.fromEntries(finish(poolsOf(capture, indexConnections(capture, CHROMIUM_RULES))));
}

const CORS = { 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'same-site' };

describe('what a request shows of its pool', () => {
  it.each([
    ['a cookie', { Cookie: 'a=b' }, 'credentials'],
    ['Authorization', { Authorization: 'Basic x' }, 'credentials'],
    ['a top-level page', { 'sec-fetch-dest': 'document' }, 'credentials'],
    [
      'a picture of the same site',
      { 'sec-fetch-mode': 'no-cors', 'sec-fetch-site': 'same-site' },
      'credentials',
    ],
    ['a picture of another site', { 'sec-fetch-mode': 'no-cors', 'sec-fetch-site': 'cross-site' }, undefined],
    ['a fetch of the same origin', { 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'same-origin' }, undefined],
    ['nothing', {}, undefined],
  ])('%s', (_, requestHeaders, expected) => {
    expect(poolsWith({ url: A, connection: '1', requestHeaders: { ...requestHeaders } })).toEqual(
      expected === undefined ? {} : { 1: expected },
    );
  });

  it('follows from what the response allows a page of another origin', () => {
    const answered = (responseHeaders: Record<string, string>) =>
      poolsWith({ url: A, connection: '1', requestHeaders: CORS, responseHeaders });
    expect(answered({ 'access-control-allow-origin': '*' })).toEqual({ 1: 'other' });
    expect(answered({ 'Access-Control-Allow-Credentials': 'true' })).toEqual({});
  });
});

describe('an origin served on two connections at a time', () => {
  const page = { url: `${A}/`, connection: '1', at: 0, took: 500, requestHeaders: { cookie: 'a=b' } };
  const twin = { url: `${A}/twin`, connection: '2', at: 100 };

  it('has one in each pool', () => {
    expect(poolsWith(page, twin)).toEqual({ 1: 'credentials', 2: 'other' });
  });

  it('applies to further connections too', () => {
    const further = [
      { url: `${B}/`, connection: '2', at: 110, took: 300 },
      { url: `${B}/`, connection: '3', at: 120, took: 300 },
    ];
    expect(poolsWith(page, twin, ...further)).toEqual({ 1: 'credentials', 2: 'other', 3: 'credentials' });
  });

  it('is unknown when they are of two protocols: HTTP/3 was offered meanwhile', () => {
    const both = { connections: [{ id: '1' }, { id: '2', protocol: 'h3' as const }], requests: [page, twin] };
    const capture = sketchCapture(both);
    expect(Object.fromEntries(finish(poolsOf(capture, indexConnections(capture, CHROMIUM_RULES))))).toEqual({
      1: 'credentials',
    });
  });

  it('is unknown when one came after the other', () => {
    expect(poolsWith({ ...page, took: 50 }, twin)).toEqual({ 1: 'credentials' });
  });

  it('is unknown when a frame of another site has pools of its own', () => {
    const frame = { 'sec-fetch-dest': 'iframe', 'sec-fetch-site': 'cross-site' };
    expect(poolsWith(page, twin, { url: B, requestHeaders: frame })).toEqual({ 1: 'credentials' });
  });
});
