import type { ConnectionId } from '../../model/capture.ts';
import { type Steps, stepping } from '../../model/steps.ts';
import type { AnalysedRequest, FindingFacts } from '../analysis.ts';
import type { FindingContext } from './context.ts';
import { FindingGroups } from './groups.ts';

/** Errors that show that a server reset one stream, in Chromium's and Firefox's names. */
const RESET =
  /ERR_(HTTP2|SPDY|QUIC)_(PROTOCOL_ERROR|SERVER_REFUSED_STREAM|RST_STREAM)|NS_ERROR_NET_(RESET|HTTP2_SENT_GOAWAY|PARTIAL_TRANSFER)/;

/** Coalesced requests whose stream the server reset (Tomcat does so instead of answering 421). */
export function* resetFindings({ requests, connections }: FindingContext): Steps<FindingFacts[]> {
  const groups = new FindingGroups('reset-on-coalesced');
  const broken = yield* brokenConnections(requests.values());
  yield* stepping(requests.values(), ({ record, attempts }) => {
    const attempt = attempts.at(-1);
    if (attempt?.coalesced !== true || attempt.error === null || !RESET.test(attempt.error)) return;
    if (attempt.connection === null || broken.has(attempt.connection)) return;
    const openedFor = connections.get(attempt.connection)?.record.openedFor ?? null;
    groups.add([record.origin, openedFor], {
      certainty: attempt.coalescedCertainty,
      confidence: 1,
      request: record.id,
      connections: [attempt.connection],
      origins: [record.origin, openedFor],
    });
  });
  return groups.findings();
}

/** Connections on which their own origin was reset too: there the connection is the cause, not the sharing. */
function* brokenConnections(requests: Iterable<AnalysedRequest>): Steps<Set<ConnectionId>> {
  const broken = new Set<ConnectionId>();
  yield* stepping(requests, ({ attempts }) => {
    const attempt = attempts.at(-1);
    if (attempt?.coalesced !== false || attempt.connection === null) return;
    if (attempt.error !== null && RESET.test(attempt.error)) broken.add(attempt.connection);
  });
  return broken;
}
