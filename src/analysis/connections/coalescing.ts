import type { Capture, RequestRecord } from '../../model/capture.ts';
import { type Certainty, weakerCertainty } from '../../model/certainty.ts';
import { firstFieldValue } from '../../model/header-fields.ts';
import { hostOf, type Origin } from '../../model/origin.ts';
import { isProxied } from '../../model/pool.ts';
import type { SharingReason } from '../analysis.ts';
import { certificateCovers } from './certificate-names.ts';
import type { ConnectionUse } from './connection-index.ts';

export interface Coalescing {
  readonly coalesced: boolean | null;
  readonly certainty: Certainty;
}

const UNKNOWN: Coalescing = { coalesced: null, certainty: 'unknown' };
const BY_RULE: Coalescing = { coalesced: false, certainty: 'derived' };

/**
 * Whether an attempt for `origin` on this connection is coalesced: the connection was opened for another
 * origin. Unknown when the connection's first origin is unknown, even when several origins share it: then all but
 * one are coalesced, but it is unknown which (the gap `no-opening` says so).
 */
export function coalescingOf(origin: Origin | null, use: ConnectionUse | undefined): Coalescing {
  if (origin === null || use === undefined) return UNKNOWN;
  const { protocol, proxy, openedFor, openedForCertainty } = use.record;
  // HTTP/1.1 and plain http have no coalescing, and a session to a proxy always carries many sites.
  if (protocol === 'http/1.1' || origin.startsWith('http://') || isProxied(proxy)) return BY_RULE;
  if (openedFor === null) return UNKNOWN;
  return { coalesced: openedFor !== origin, certainty: openedForCertainty };
}

export interface Sharing {
  readonly why: readonly SharingReason[];
  readonly certainty: Certainty;
}

const NOT_SHARED: Sharing = { why: [], certainty: 'unknown' };

/**
 * Why a coalesced attempt could share its connection. A reason that was seen (a certificate's names, a DNS
 * answer, an ORIGIN frame) is observed; one that must hold because the browser would not have shared the connection
 * otherwise is derived (RFC 9113 section 9.1.1; Chromium `SpdySession::CanPool`).
 */
export function sharingOf(request: RequestRecord, use: ConnectionUse, capture: Capture): Sharing {
  const host = request.origin === null ? null : hostOf(request.origin);
  if (host === null) return NOT_SHARED;
  const why: SharingReason[] = [];
  let certainty: Certainty = 'observed';
  const add = (reason: SharingReason, how: Certainty): void => {
    why.push(reason);
    certainty = weakerCertainty(certainty, how);
  };

  const { certificate, originFrame } = use.record;
  if (certificate === null) add('certificate-name', 'derived');
  else if (certificateCovers(certificate, host)) add('certificate-name', 'observed');

  const named = originFrame !== null && request.origin !== null && originFrame.includes(request.origin);
  const resolved = capture.resolutions.get(host);
  const address = use.record.remote?.address;
  if (resolved !== undefined && address !== undefined) {
    if (resolved.includes(address)) add('same-address', 'observed');
  } else if (!named) add('same-address', 'derived');

  if (named) add('origin-frame', 'observed');
  if (isAlternative(request, use)) add('alt-svc', 'observed');
  return why.length === 0 ? NOT_SHARED : { why, certainty };
}

/** `Alt-Used` (RFC 7838 section 5) names the alternative that was used. */
function isAlternative(request: RequestRecord, use: ConnectionUse): boolean {
  const used = firstFieldValue(request.requestHeaders, 'alt-used');
  const opened = use.record.openedFor;
  if (used === null || opened === null) return false;
  return hostOf(`https://${used}`) === hostOf(opened) && hostOf(opened) !== hostOf(request.url);
}
