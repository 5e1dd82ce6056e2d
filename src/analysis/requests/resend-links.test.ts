import { expect, it } from 'vitest';
import { type RequestSketch, sketchCapture } from '../../testing/sketch-capture.ts';
import { analyze } from '../analyze.ts';

const FAILED: RequestSketch = {
  url: 'https://b.test/api',
  method: 'POST',
  status: 421,
  at: 0,
  took: 50,
  connection: '1',
};
const AGAIN: RequestSketch = { ...FAILED, status: 200, at: 100 };

function linksOf(...requests: RequestSketch[]) {
  const analysis = analyze(sketchCapture({ requests }));
  return [...analysis.requests.values()].map(({ resentAs, resendOf }) => [resentAs, resendOf]);
}

it('links a visible 421 with the next request for the same thing', () => {
  expect(linksOf(FAILED, AGAIN)).toEqual([
    ['r2', null],
    [null, 'r1'],
  ]);
});

it('links each to one other, in order of time', () => {
  expect(linksOf(FAILED, { ...FAILED, at: 60, took: 20 }, AGAIN, { ...AGAIN, at: 300 })).toEqual([
    ['r2', null],
    ['r3', 'r1'],
    [null, 'r2'],
    [null, null],
  ]);
});

it.each([
  ['another method', { method: 'GET' }],
  ['another URL', { url: 'https://b.test/api?again' }],
  ['a start before the response', { at: 40 }],
  ['a start long after', { at: 20_000 }],
  ['another page', { initiator: 'https://other.test/' }],
])('does not link %s', (_, other) => {
  expect(linksOf({ ...FAILED, initiator: 'https://a.test/' }, { ...AGAIN, ...other })[0]).toEqual([
    null,
    null,
  ]);
});

it('links nothing to a response that is not a 421', () => {
  expect(linksOf({ ...FAILED, status: 404 }, AGAIN)[0]).toEqual([null, null]);
});
