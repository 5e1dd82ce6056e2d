import { describe, expect, it } from 'vitest';
import { readHar } from '../../sources/har/read-har.ts';
import { buildCapture } from '../../testing/build-capture.ts';
import { about, findings } from '../../testing/findings.ts';
import type { CaptureSketch } from '../../testing/sketch-capture.ts';
import { analyze } from '../analyze.ts';

describe('a HAR of a program that is not a known browser', () => {
  const har = (creator: string, browser?: object): object => ({
    log: {
      version: '1.2',
      creator: { name: creator, version: '1' },
      browser,
      entries: [
        {
          startedDateTime: '2026-11-22T10:00:00.000Z',
          time: 30,
          request: { method: 'GET', url: 'https://b.test/', httpVersion: 'HTTP/2', headers: [] },
          response: {
            status: 421,
            statusText: 'Misdirected Request',
            headers: [{ name: 'Age', value: '9' }],
          },
          timings: { send: 1, wait: 28, receive: 1 },
        },
      ],
    },
  });

  it.each(['Postman', 'mitmproxy', 'WebKit Web Inspector', 'curl2har'])(
    'by %s gives a finding without claims about the browser',
    (creator) => {
      const analysis = analyze(buildCapture((emit) => readHar(har(creator), emit)));
      expect(about(analysis, 'misdirected-seen')).toEqual(['observed GET b/']);
      expect(about(analysis, 'misdirected-from-cache')).toEqual(['derived GET b/']);
      expect(analysis.findings).toHaveLength(2);
      expect(analysis.summary).toMatchObject({ misdirectedAttempts: 1, hiddenAttempts: 0 });
      expect(analysis.summary.cost).toMatchObject({ attempts: 1, ms: 30, bytesReceived: null });
    },
  );

  it('by Chromium gives a finding that the browser had tried before', () => {
    const analysis = analyze(
      buildCapture((emit) => readHar(har('WebInspector', { name: 'Chrome', version: '156' }), emit)),
    );
    expect(about(analysis, 'misdirected-seen')).toEqual([]);
    expect(about(analysis, 'misdirected-persistent')).toEqual(['derived GET b/']);
  });
});

describe('a body that is a stream, which DevTools reports without Content-Length', () => {
  const posted = (requestHeaders: Record<string, string>): CaptureSketch => ({
    requests: [{ url: 'https://b.test/', method: 'POST', status: 421, connection: '1', requestHeaders }],
  });

  it('may have been sent only once', () => {
    expect(findings('misdirected-persistent', posted({ accept: '*/*' }))).toEqual([]);
    expect(findings('misdirected-seen', posted({ accept: '*/*' }))).toHaveLength(1);
    expect(findings('misdirected-persistent', posted({ 'content-length': '3' }))).toHaveLength(1);
  });
});
