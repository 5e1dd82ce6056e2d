import type { AttemptBasis, BasisCode, StallControl } from '../../analysis/attempts/attempt-basis.ts';
import type { BrowserFamily } from '../../analysis/browsers/browser-family.ts';
import type { EvidenceSource, Millis } from '../../model/capture.ts';

/** How an attempt is known, in one sentence. */
export function basisWords<Code extends BasisCode>(basis: AttemptBasis<Code>): string {
  return SENTENCES[basis.code](basis);
}

const SENTENCES: { readonly [Code in BasisCode]: (basis: AttemptBasis<Code>) => string } = {
  reported: ({ source }) => REPORTED[source],
  'visible-421': ({ family }) => {
    const browser = BROWSER[family];
    return `The page saw a 421; ${browser} shows one only after it has tried once before and got 421 too.`;
  },
  'stalled-opener': ({ stalledMs, candidates, control }) => {
    const could = candidates === 1 ? 'a connection' : `${candidates} connections`;
    return `It stalled ${milliseconds(stalledMs)} before it got a new connection, although ${could} to the same address could have carried it. ${controlWords(control)}`;
  },
  'stalled-follower': ({ stalledMs }) =>
    `It waited ${milliseconds(stalledMs)} together with another request that was re-sent on the same new connection.`,
  'stalled-before-http1': ({ stalledMs }) =>
    `It lost ${milliseconds(stalledMs)}, a round trip, although its connection was ready: with HTTP/1.1 there, a shared one is tried first.`,
  'stalled-past-alternative': ({ stalledMs }) =>
    `It lost ${milliseconds(stalledMs)}, a round trip, although its connection was ready: where HTTP/3 was offered, a shared connection with it is tried first.`,
  'discarded-response': ({ byType, byTiming, misdirected }) => {
    const traces = [
      ...(byType ? ['two content types in one header'] : []),
      ...(byTiming ? ['a time of sending without one of waiting'] : []),
    ].join(' and ');
    const after = misdirected
      ? 'as after a 421 (or, rarely, a 408)'
      : 'not after a 421, because the new connection stayed open; perhaps after a 408';
    return `Firefox left ${traces}: it discarded a response and sent the request again, ${after}.`;
  },
};

const REPORTED: Readonly<Record<EvidenceSource, string>> = {
  netlog: "The browser's own log (NetLog) shows every attempt.",
  'moz-log': "Firefox's own log shows every attempt.",
  cdp: 'The debugging protocol reported it.',
  har: 'DevTools reported it.',
  'chrome-trace': 'The performance trace reported it.',
  webrequest: 'The extension saw it pass (webRequest).',
};

const BROWSER: Readonly<Record<BrowserFamily, string>> = {
  chromium: 'Chromium',
  firefox: 'Firefox',
  safari: 'Safari',
  'internet-explorer': 'the browser',
  proxy: 'the browser',
  program: 'the program',
  unknown: 'the browser',
};

/** What the stall is compared with. */
function controlWords(control: StallControl | null): string {
  if (control === null) return 'No other connection shows how long requests stall here without a 421.';
  const { connections, shortestMs, longestMs } = control;
  if (connections === 1) return `A connection without anything to share stalled ${milliseconds(longestMs)}.`;
  return `${connections} connections without anything to share stalled ${shortestMs.toFixed(0)} to ${milliseconds(longestMs)}.`;
}

function milliseconds(time: Millis): string {
  return `${Number(time.toFixed(time < 10 ? 1 : 0))} ms`;
}
