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
 * 421s that a proxy made by itself, which it must not (RFC 9110 section 15.5.20): as its answer to CONNECT, which is
 * nobody else's, or to a plain http request that went to it and whose answer says that it is the proxy's own. What
 * comes through a tunnel is the server's, and a reverse proxy is a gateway, which may.
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

/** Nothing is encrypted, so that a proxy can answer in the server's place. */
function isPlainToProxy(
  { record }: AnalysedRequest,
  attempt: AnalysedAttempt,
  connections: FindingContext['connections'],
): boolean {
  const url = originParts(record.url);
  if (url?.scheme !== 'http') return false;
  const carrier = connections.get(attempt.connection ?? '')?.record;
  if (carrier !== undefined && carrier.proxy !== null) return true;
  // No HAR names a proxy; the port that the connection leads to is then another than the URL's.
  const remote = carrier?.remote ?? record.remote;
  return remote !== null && remote.port !== url.port;
}

/**
 * A proxy that makes an answer itself says so (RFC 9209 section 2.1.1: `error` stands on those only; Squid has a field
 * of its own); one that forwards an answer puts itself into `Via` (RFC 9110 section 7.6.3), which many leave out, so
 * that a missing `Via` proves nothing.
 */
function isProxysOwn(headers: readonly Header[]): boolean {
  if (/;\s*error\s*=/i.test(fieldValue(headers, 'proxy-status') ?? '')) return true;
  return fieldValue(headers, 'x-squid-error') !== null;
}
