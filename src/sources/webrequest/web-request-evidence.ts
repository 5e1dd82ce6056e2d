import type { Protocol, Remote } from '../../model/capture.ts';
import type { Evidence, RequestFacts } from '../../model/evidence.ts';
import { hostOf, originParts } from '../../model/origin.ts';
import { parseAddress, parseProtocol, parseStatus } from '../http.ts';
import { discardedType } from './discarded-type.ts';
import type { WebRequestDetails, WebRequestEvent } from './events.ts';
import { keptHeaders } from './kept-headers.ts';

/** The evidence in one event about the request `key`. (`requestId` alone is not enough, because redirects share it.) */
export function webRequestEvidence(
  event: WebRequestEvent,
  details: WebRequestDetails,
  key: string,
): Evidence[] {
  const { url, method } = details;
  const evidence: Evidence[] = [
    { kind: 'request', source: 'webrequest', key, url, method, facts: factsOf(event, details) },
  ];
  const address = parseAddress(details.ip);
  if (address === null || details.fromCache === true) return evidence;
  if (isEnd(event)) {
    const { status, endedAt } = factsOf(event, details);
    const facts = { status: status ?? null, endedAt: endedAt ?? null, error: details.error ?? null };
    evidence.push({ kind: 'attempt', source: 'webrequest', key, index: 'final', facts });
  }
  const host = hostOf(url);
  if (host !== null && !details.proxyInfo) {
    evidence.push({ kind: 'resolution', source: 'webrequest', host, addresses: [address] });
  }
  return evidence;
}

function factsOf(event: WebRequestEvent, details: WebRequestDetails): RequestFacts {
  const status = parseStatus(details.statusCode);
  return {
    ...(event === 'onBeforeRequest' && { startedAt: details.timeStamp }),
    ...(isEnd(event) && { endedAt: details.timeStamp }),
    ...(details.fromCache === true && { fromCache: true }),
    status,
    error: details.error || null,
    protocol: protocolOf(details.statusLine),
    remote: remoteOf(details),
    discardedType: discardedType(details),
    // As DevTools names it.
    resourceType: details.type === 'main_frame' ? 'document' : details.type || null,
    initiator: details.originUrl || (details.initiator === 'null' ? null : details.initiator) || null,
    responseHeaders: keptHeaders(details.responseHeaders, status),
    redirectedTo: event === 'onBeforeRedirect' ? details.redirectUrl || null : null,
  };
}

/** Firefox says whether a proxy was used. Chrome does not, so its address could be the proxy's. */
function remoteOf({ url, ip, proxyInfo, fromCache }: WebRequestDetails): Remote | null {
  const address = parseAddress(ip);
  const port = originParts(url)?.port;
  if (address === null || port === undefined || proxyInfo !== null || fromCache === true) return null;
  return { address, port };
}

function isEnd(event: WebRequestEvent): boolean {
  return event === 'onCompleted' || event === 'onErrorOccurred' || event === 'onBeforeRedirect';
}

/** Only Firefox's status line is reliable, and only it ever names a protocol other than HTTP/1.1. */
function protocolOf(statusLine: string | undefined): Protocol | null {
  const protocol = parseProtocol(statusLine?.split(' ')[0]);
  return protocol === 'http/1.1' ? null : protocol;
}
