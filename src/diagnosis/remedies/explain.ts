import type { Finding, Sender } from '../finding.ts';
import { productName } from '../products.ts';
import { remedyOf } from './catalogue.ts';
import type { Failure } from './remedy.ts';

export type Explanation = Pick<Finding, 'cause' | 'fixes' | 'log' | 'references'>;

export const NO_EXPLANATION: Explanation = { cause: null, fixes: [], log: null, references: [] };

/** Below this the product's cause is told as one that holds if it was that product. */
const SURE = 0.8;

/** Why a failure came from its sender, and what ends it, as far as the sender is known. */
export function explain(sender: Sender | null, failure: Omit<Failure, 'behind'>): Explanation {
  if (sender === null || sender.product === null) return NO_EXPLANATION;
  const whole = { ...failure, behind: sender.behind };
  const remedy = remedyOf(sender.product, whole);
  if (remedy === null) return NO_EXPLANATION;
  const cause = remedy.cause(whole);
  return {
    cause: sender.confidence >= SURE ? cause : `If ${productName(sender.product)} sent it: ${cause}`,
    fixes: remedy.fixes(whole),
    log: remedy.log,
    references: [remedy.reference],
  };
}
