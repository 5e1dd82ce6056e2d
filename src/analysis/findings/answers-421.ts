import { fieldValue } from '../../model/header-fields.ts';
import { type Steps, stepping } from '../../model/steps.ts';
import type { FindingFacts } from '../analysis.ts';
import { answers421 } from '../attempts/answers-421.ts';
import type { FindingContext } from './context.ts';
import { FindingGroups } from './groups.ts';

/** Findings about the headers of 421s, and about what the page did after those it saw. */
export function* answerFindings({ requests }: FindingContext): Steps<FindingFacts[]> {
  const byPage = new FindingGroups('resent-by-page');
  const altSvc = new FindingGroups('alt-svc-on-421');
  yield* stepping(requests.values(), (request) => {
    const { record, attempts, resentAs } = request;
    if (resentAs !== null) {
      // No source links the two requests: the link is concluded from their target and time.
      const one = {
        certainty: 'derived' as const,
        confidence: 1,
        connections: attempts.map(({ connection }) => connection),
        origins: [record.origin],
      };
      byPage.add([record.origin], { ...one, request: record.id });
      byPage.add([record.origin], { ...one, request: resentAs });
    }
    for (const { attempt, headers } of answers421(request)) {
      const advertised = fieldValue(headers, 'alt-svc');
      if (advertised === null || advertised === 'clear') continue;
      altSvc.add([record.origin], {
        certainty: attempt.certainty,
        confidence: attempt.confidence,
        request: record.id,
        connections: [attempt.connection],
        origins: [record.origin],
      });
    }
  });
  return [...byPage.findings(), ...altSvc.findings()];
}
