import type { Header } from '../../model/capture.ts';
import { weakerCertainty } from '../../model/certainty.ts';
import { fieldValue } from '../../model/header-fields.ts';
import { MISDIRECTED } from '../../model/misdirected.ts';
import { originParts } from '../../model/origin.ts';
import { type Steps, stepping } from '../../model/steps.ts';
import type { AnalysedAttempt, AnalysedRequest, FindingFacts } from '../analysis.ts';
import { answers421 } from '../attempts/answers-421.ts';
import type { FindingContext } from './context.ts';
import { FindingGroups } from './groups.ts';

/**
 * 421s that a proxy generated itself, which it must not do (RFC 9110 section 15.5.20): as its response to CONNECT, which
 * only a proxy sends, or to a plain http request whose response says that the proxy made it. A response through a tunnel
 * is the server's. A reverse proxy is a gateway, which may send 421.
 */
export function* proxiedFindings({ requests, connections }: FindingContext): Steps<FindingFacts[]> {
  const byProxy = new FindingGroups('misdirected-by-proxy');
  yield* stepping(requests.values(), (request) => {
    const { record } = request;
    const about = { confidence: 1, request: record.id, origins: [record.origin] };
    if (record.tunnelStatus === MISDIRECTED) {
      byProxy.add([record.origin], { ...about, certainty: 'observed', connections: [] });
    }
    for (const { attempt, headers } of answers421(request)) {
      if (!isPlainToProxy(request, attempt, connections) || !isProxysOwn(headers)) continue;
      const certainty = weakerCertainty('derived', attempt.certainty);
      byProxy.add([record.origin], { ...about, certainty, connections: [attempt.connection] });
    }
  });
  return byProxy.findings();
}

/** Nothing is encrypted, so a proxy can answer instead of the server. */
function isPlainToProxy(
  { record }: AnalysedRequest,
  attempt: AnalysedAttempt,
  connections: FindingContext['connections'],
): boolean {
  const url = originParts(record.url);
  if (url?.scheme !== 'http') return false;
  const carrier = connections.get(attempt.connection ?? '')?.record;
  if (carrier !== undefined && carrier.proxy !== null) return true;
  // No HAR names a proxy, but then the port of the connection differs from the port of the URL.
  const remote = carrier?.remote ?? record.remote;
  return remote !== null && remote.port !== url.port;
}

/**
 * A proxy that generates a response itself says so (RFC 9209 section 2.1.1: `error` is only on such responses; Squid has a
 * field of its own). A proxy that forwards a response adds itself to `Via` (RFC 9110 section 7.6.3), but many do not, so
 * a missing `Via` proves nothing.
 */
function isProxysOwn(headers: readonly Header[]): boolean {
  if (/;\s*error\s*=/i.test(fieldValue(headers, 'proxy-status') ?? '')) return true;
  return fieldValue(headers, 'x-squid-error') !== null;
}
