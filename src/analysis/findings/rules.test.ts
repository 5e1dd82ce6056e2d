import { describe, expect, it } from 'vitest';
import { about, recorded } from '../../testing/findings.ts';
import { readTruth } from '../../testing/lab-truth.ts';
import type { Analysis } from '../analysis.ts';

describe("the lab's responses, by the rules", () => {
  const analysis = recorded('rules');
  const { attempts } = readTruth('rules');
  const sent = (label: string, path: string) =>
    attempts.filter((a) => a.path === path && a.authority.startsWith(`${label}.`) && a.method !== 'OPTIONS');

  it('a stream is not re-sent: the server saw it once', () => {
    expect(sent('exact', '/stream').map(({ status }) => status)).toEqual([421]);
    expect(about(analysis, 'misdirected-not-resent')).toEqual(['observed POST exact/stream']);
  });

  it('a POST with a body that can be read again is re-sent: the server saw it twice', () => {
    expect(sent('exact', '/upload').map(({ status }) => status)).toEqual([421, 200]);
    expect(about(analysis, 'non-idempotent-resent')).toEqual(['observed POST exact/upload']);
  });

  it('a 421 with max-age may be stored, and Chromium did: it did not ask the server again', () => {
    expect(sent('keeper', '/1')).toHaveLength(2);
    expect(about(analysis, 'misdirected-cacheable')).toEqual(['observed GET keeper/1']);
    // The page requested it twice; a response with an Age also came from a cache (RFC 9111 section 5.1).
    expect(about(analysis, 'misdirected-from-cache')).toEqual(['derived GET held/1', 'derived GET keeper/1']);
  });

  it('a 421 that offers HTTP/3 is reported, even a hidden one', () => {
    expect(about(analysis, 'alt-svc-on-421')).toEqual(['observed GET held/1']);
    const hidden = recorded('h3-alt-svc');
    expect(about(hidden, 'alt-svc-on-421')).toContain('observed GET picky/1');
    expect(hidden.requests.get(requestId(hidden, 'picky', '/1'))?.record.status).toBe(200);
  });
});

function requestId({ requests }: Analysis, label: string, path: string): string {
  for (const [id, { record }] of requests) {
    if (record.url.startsWith(`https://${label}.`) && record.url.endsWith(path)) return id;
  }
  throw new Error(`nothing asked for ${label}${path}`);
}
