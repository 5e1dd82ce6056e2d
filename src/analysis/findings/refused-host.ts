import { type Steps, stepping } from '../../model/steps.ts';
import type { FindingFacts } from '../analysis.ts';
import { refusalOf } from '../misrouting/host-refusal.ts';
import type { FindingContext } from './context.ts';
import { FindingGroups } from './groups.ts';

/**
 * Requests whose host the server refused with another status than 421, and said so in the page. Browsers do not send a
 * request again after that.
 */
export function* refusedHostFindings({ requests, connections }: FindingContext): Steps<FindingFacts[]> {
  const groups = new FindingGroups('host-refused');
  yield* stepping(requests.values(), ({ record, attempts }) => {
    const attempt = attempts.at(-1);
    if (attempt === undefined || record.fromServiceWorker || refusalOf(record) === null) return;
    const openedFor = connections.get(attempt.connection ?? '')?.record.openedFor ?? null;
    groups.add([record.origin, attempt.coalesced === true ? openedFor : record.origin], {
      certainty: attempt.certainty,
      confidence: attempt.confidence,
      request: record.id,
      connections: [attempt.connection],
      origins: [record.origin],
    });
  });
  return groups.findings();
}
