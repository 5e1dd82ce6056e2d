import type { AnalysedRequest, Analysis } from '../../analysis/analysis.ts';
import { configurationStep } from './configuration.ts';
import { credentialsStep } from './credentials.ts';
import { logsStep } from './logs.ts';
import { networkStep } from './network.ts';
import { type Advised, situationOf } from './situation.ts';
import type { GuideStep } from './step.ts';
import { updatesStep } from './updates.ts';

const STEPS = [logsStep, networkStep, credentialsStep, configurationStep, updatesStep];

function hasContent({ topic, known, missing }: GuideStep): boolean {
  return topic === 'configuration' || known.length > 0 || missing !== null;
}

/**
 * The usual advice for a 421 (check the server's logs, the network, credentials, the configuration, updates), applied to
 * this request: what the capture shows, and one command for what it does not. Empty for a request that was not
 * misdirected.
 */
export function guideFor(
  request: AnalysedRequest,
  analysis: Analysis,
  advised: Advised | null,
): readonly GuideStep[] {
  const situation = situationOf(request, analysis, advised);
  if (situation === null) return [];
  // Without TLS there is nothing to say about certificates.
  return STEPS.map((step) => step(situation)).filter(hasContent);
}
