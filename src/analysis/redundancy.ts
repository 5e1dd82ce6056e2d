import type { ConnectionId, ConnectionRecord, RequestId } from '../model/capture.ts';
import { hostOf } from '../model/origin.ts';
import type { AnalysedRequest, Redundancy } from './analysis.ts';
import { certificateCovers } from './certificate-names.ts';
import { type ConnectionIndex, type ConnectionUse, usableFrom } from './connection-index.ts';

/**
 * Connections that an open one could have spared, for the causes that a capture shows by itself: a re-send
 * opened it (AFTER-421), or the browser keeps the open one apart (CRED, PARTITION). The terms are those of
 * Sander et al., "Sharding and HTTP/2 Connection Reuse Revisited" (IMC 2021).
 */
export function redundantConnections(
  requests: ReadonlyMap<RequestId, AnalysedRequest>,
  index: ConnectionIndex,
): Map<ConnectionId, Redundancy> {
  const redundant = new Map<ConnectionId, Redundancy>();
  for (const request of requests.values()) noteResend(redundant, request, index);
  for (const group of index.byAddress.values()) {
    group.forEach((use, i) => {
      if (redundant.has(use.record.id)) return;
      const found = keptApart(use, group, i);
      if (found !== null) redundant.set(use.record.id, found);
    });
  }
  return redundant;
}

/** The misdirected attempt's connection had the address and a covering certificate, or it had not been tried. */
function noteResend(
  redundant: Map<ConnectionId, Redundancy>,
  { record, attempts }: AnalysedRequest,
  index: ConnectionIndex,
): void {
  attempts.forEach((lost, i) => {
    const next = attempts[i + 1];
    if (!lost.misdirected || lost.connection === null || next === undefined || next.connection === null)
      return;
    if (next.connection === lost.connection || redundant.has(next.connection)) return;
    if (index.byId.get(next.connection)?.opener?.id !== record.id) return;
    const { certainty } = lost;
    redundant.set(next.connection, { cause: 'AFTER-421', sharedWith: lost.connection, certainty });
  });
}

/** How many earlier connections to one address are looked at: enough for any page, and never quadratic. */
const LOOK_BACK = 64;

function keptApart(use: ConnectionUse, group: readonly ConnectionUse[], at: number): Redundancy | null {
  if (!canShare(use.record)) return null;
  for (let i = at - 1; i >= Math.max(0, at - LOOK_BACK); i -= 1) {
    const earlier = group[i];
    if (!earlier?.current || !canShare(earlier.record) || !wasOpen(earlier, use)) continue;
    const cause = causeOf(earlier.record, use.record);
    if (cause !== null && covers(earlier.record, use.record)) {
      return { cause, sharedWith: earlier.record.id, certainty: 'derived' };
    }
  }
  return null;
}

function canShare({ protocol, openedFor }: ConnectionRecord): boolean {
  return protocol !== null && protocol !== 'http/1.1' && openedFor !== null;
}

/** Exactly one thing keeps them apart: with two it is neither alone. */
function causeOf(a: ConnectionRecord, b: ConnectionRecord): 'CRED' | 'PARTITION' | null {
  const credentials = a.privacyMode !== null && b.privacyMode !== null && a.privacyMode !== b.privacyMode;
  const partition = a.partition !== null && b.partition !== null && a.partition !== b.partition;
  if (credentials === partition || a.protocol !== b.protocol || a.proxy !== b.proxy) return null;
  return credentials ? 'CRED' : 'PARTITION';
}

function covers({ certificate, openedFor }: ConnectionRecord, wanted: ConnectionRecord): boolean {
  if (wanted.openedFor === null) return false;
  if (openedFor === wanted.openedFor) return true;
  const host = hostOf(wanted.openedFor);
  return certificate !== null && host !== null && certificateCovers(certificate, host);
}

/** A source that does not tell when connections close shows at least that one was used afterwards. */
function wasOpen(earlier: ConnectionUse, later: ConnectionUse): boolean {
  const opened = later.record.openedAt ?? usableFrom(later);
  const { closedAt } = earlier.record;
  return closedAt === null ? (earlier.lastAt ?? opened) > opened : closedAt > opened;
}
