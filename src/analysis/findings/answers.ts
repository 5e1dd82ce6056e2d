import { isVisible421 } from '../../model/misdirected.ts';
import type { FindingFacts } from '../analysis.ts';
import type { FindingContext } from './context.ts';
import { FindingGroups } from './groups.ts';

/** What the visible 421s carry, and what the page did about them. */
export function answerFindings({ requests }: FindingContext): FindingFacts[] {
  const byPage = new FindingGroups('resent-by-page', 'info');
  const altSvc = new FindingGroups('alt-svc-on-421', 'info');
  for (const { record, attempts, resentAs } of requests.values()) {
    const about = {
      certainty: 'observed' as const,
      confidence: 1,
      connections: attempts.map(({ connection }) => connection),
      origins: [record.origin],
    };
    if (resentAs !== null) {
      // That one follows the other is concluded from target and time: nobody says so.
      const one = { ...about, certainty: 'derived' as const };
      byPage.add([record.origin], { ...one, request: record.id });
      byPage.add([record.origin], { ...one, request: resentAs });
    }
    const advertised = record.responseHeaders?.find(({ name }) => name.toLowerCase() === 'alt-svc');
    if (isVisible421(record) && advertised !== undefined && advertised.value.trim() !== 'clear') {
      altSvc.add([record.origin], { ...about, request: record.id });
    }
  }
  return [...byPage.findings(), ...altSvc.findings()];
}
