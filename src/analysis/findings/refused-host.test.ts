import { describe, expect, it } from 'vitest';
import { type RequestSketch, sketchCapture } from '../../testing/sketch-capture.ts';
import { analyze } from '../analyze.ts';

const A = 'https://a.shop.test';
const B = 'https://b.shop.test';
/** As Jetty 12 answers: the title and the row MESSAGE of its page. */
const INVALID_SNI = '<title>Error 400 Invalid SNI</title><tr><th>MESSAGE:</th><td>Invalid SNI</td></tr>';

function found(...requests: RequestSketch[]) {
  const connections = [
    { id: '1', openedFor: A },
    { id: '2', openedFor: B },
  ];
  const { findings } = analyze(sketchCapture({ connections, requests }));
  return findings.map(({ kind, requests: ids }) => `${kind}: ${ids}`);
}

describe('a host that a server refuses with another status than 421', () => {
  it.each([
    ['Jetty', 400, INVALID_SNI],
    ['Jetty 9.4', 400, '<title>Error 400 Host does not match SNI</title>'],
    ['a development server', 403, 'Invalid Host header'],
  ])('is reported where the page of %s says so', (_, status, responseBody) => {
    expect(found({ url: `${B}/`, connection: '2', status, responseBody })).toEqual(['host-refused: r1']);
  });

  it('is one finding on its own connection and another on a shared one, and not suspected besides', () => {
    const refused = { status: 400, responseBody: INVALID_SNI };
    const all = found(
      { url: `${A}/`, connection: '1' },
      { url: `${B}/x`, connection: '1', ...refused },
      { url: `${B}/y`, connection: '1', ...refused },
      { url: `${B}/x`, connection: '2' },
      { url: `${B}/y`, connection: '2' },
      { url: `${B}/z`, connection: '2', ...refused },
    );
    expect(all).toEqual(['host-refused: r2,r3', 'host-refused: r6']);
  });

  it('is not read from a good page that has the words, from another error, or from a page that is not known', () => {
    const refusing = { url: `${B}/`, connection: '2', responseBody: INVALID_SNI };
    expect(found({ ...refusing, status: 200 })).toEqual([]);
    expect(found({ ...refusing, status: 500 })).toEqual([]);
    expect(found({ url: `${B}/`, connection: '2', status: 400 })).toEqual([]);
  });
});
