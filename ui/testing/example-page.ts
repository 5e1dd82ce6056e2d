import type { Analysis } from '../../src/analysis/analysis.ts';
import { type AttemptSketch, CaptureScript, withAttempts, withPageResend } from './capture-script.ts';

const WAITED = { dns: 4, connect: 9, tls: 14 };

const VENDOR = 'https://metrics.a-very-long-name-of-a-vendor.example';

function to(address: string, port = 443) {
  return { remote: { address, port } };
}

function on(connection: string | null, at: number, length: number | null, status = 200): AttemptSketch {
  return { on: connection, at, for: length, status };
}

/** A page of a small shop, with one of each case that the timeline must distinguish. */
export function examplePageAnalysis(): Analysis {
  const script = new CaptureScript();
  connections(script);
  ordinaryRequests(script);
  const auth = script.request(
    'https://auth.shop.test/login?next=%2Fcart',
    [on('87', 160, 20, 421), { ...on('108', 181, 62), waited: WAITED }],
    { method: 'POST' },
  );
  const api = script.request('https://api.shop.test/v2/cart', [
    on('87', 214, 24, 421),
    { ...on('112', 240, 58), waited: WAITED },
  ]);
  const reviews = script.request('https://reviews.shop.test/latest', [
    on(null, 262, 26, 421),
    on('87', 290, 44),
  ]);
  const persistent = script.request('https://admin.shop.test/flags', [on('112', 356, 16, 421)]);
  const again = script.request('https://admin.shop.test/flags', [on('87', 402, 29)]);
  const lost = script.request('https://cdn.shop.test/late.js', [on(null, 318, 39)]);

  const analysis = withAttempts(script.analysis(), ({ record: { id } }, attempt, index) => {
    if (id === auth && index === 0) return { certainty: 'observed', hidden: true };
    if (id === api && index === 0) return { certainty: 'derived', hidden: true };
    if (id === reviews && index === 0) {
      const basis = {
        code: 'stalled-opener',
        stalledMs: 26,
        candidates: 1,
        control: { connections: 9, shortestMs: 2, longestMs: 6 },
      } as const;
      return { certainty: 'inferred', confidence: 0.93, connection: '87', coalesced: true, basis };
    }
    return id === lost ? { certainty: 'unknown' } : { misdirected: attempt.status === 421 };
  });
  return withPageResend(analysis, persistent, again);
}

function connections(script: CaptureScript): void {
  script
    .connection('87', 2, { openedFor: 'https://www.shop.test' })
    .connection('91', 70, {
      openedFor: 'https://fonts.example',
      privacyMode: true,
      ...to('198.51.100.20'),
    })
    .connection('108', 182, { openedFor: 'https://auth.shop.test' })
    .connection('112', 243, { openedFor: 'https://api.shop.test' })
    .connection('120', 330, {
      openedFor: VENDOR,
      protocol: 'h3',
      setup: { dns: 6, connect: 22, tls: null },
      ...to('2001:db8:0:17::a11:c0de'),
    })
    .connection('123', 300, {
      openedFor: 'http://legacy.shop.test:8080',
      openedForCertainty: 'derived',
      protocol: 'http/1.1',
      ...to('203.0.113.9', 8080),
    });
}

/** Ordinary requests, one that was reset and one that never ended. */
function ordinaryRequests(script: CaptureScript): void {
  script.request('https://www.shop.test/', [{ ...on('87', 0, 66), waited: WAITED }]);
  script.request('https://www.shop.test/app.css', [on('87', 72, 21)]);
  script.request('https://www.shop.test/app.js', [on('87', 73, 44)]);
  script.request('https://static.shop.test/logo.svg', [on('87', 76, 18)]);
  script.request('https://static.shop.test/hero.avif', [on('87', 78, 71)]);
  script.request('https://img.shop.test/1.avif', [on('87', 99, 40)]);
  script.request('https://img.shop.test/2.avif', [on('87', 100, 58)]);
  script.request('https://fonts.example/inter.woff2', [
    { ...on('91', 68, 78), waited: { dns: 5, connect: 12, tls: 19 } },
  ]);
  script.request('https://api.shop.test/v2/prices', [on('112', 304, 31)]);
  script.request('https://api.shop.test/v2/stock', [on('112', 306, 46)]);
  script.request('https://auth.shop.test/me', [on('108', 260, 17)]);
  script.request('http://legacy.shop.test:8080/old', [
    { ...on('123', 296, 61, 302), waited: { connect: 11 } },
  ]);
  script.request('https://www.shop.test/new', [on('87', 360, 33)]);
  script.request(`${VENDOR}/collect`, [{ ...on('120', 326, 75), waited: { dns: 6, connect: 22 } }], {
    method: 'POST',
  });
  script.request('https://www.shop.test/events', [on('87', 380, null)], { status: null });
  script.request('https://img.shop.test/broken.avif', [
    { ...on('87', 340, 22), error: 'net::ERR_HTTP2_PROTOCOL_ERROR' },
  ]);
  script.request('https://www.shop.test/cached.css', [], {
    fromCache: true,
    startedAt: 1_700_000_000_080,
    endedAt: 1_700_000_000_081,
  });
}
