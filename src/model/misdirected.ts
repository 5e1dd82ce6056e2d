import type { AttemptRecord, RequestRecord } from './capture.ts';

/** Misdirected Request: the server does not answer for that host on this connection (RFC 9110 section 15.5.20). */
export const MISDIRECTED = 421;

/** Answered 421. A log without headers still states why the browser restarted the request. */
export function isMisdirected({ status, restart }: AttemptRecord): boolean {
  return status === MISDIRECTED || restart === 'misdirected';
}

/** A 421 that the page got from the network, not from a cache or a service worker. */
export function isVisible421({ status, fromCache, fromServiceWorker }: RequestRecord): boolean {
  return status === MISDIRECTED && !fromCache && !fromServiceWorker;
}
