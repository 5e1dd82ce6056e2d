import { productName } from '../products/catalogue.ts';
import type { Situation } from './situation.ts';
import { type GuideQuestion, type GuideStatement, type GuideStep, known } from './step.ts';

/** Which server answered, the setting that causes it, and the first change: as certain as the sender is. */
export function configurationStep({ advised }: Situation): GuideStep {
  return { topic: 'configuration', known: statements(advised), missing: question(advised), references: [] };
}

function statements(advised: Situation['advised']): GuideStatement[] {
  const sender = advised?.sender ?? null;
  if (advised === null || sender === null || sender.product === null) return [];
  const { product, behind, basis, confidence } = sender;
  const through = behind === null ? '' : ` behind ${productName(behind)}`;
  const by = basis === null ? '' : `, recognised by ${basis}`;
  const [fix] = advised.fixes;
  return [
    `Sent by ${productName(product)}${through}${by}.`,
    ...(advised.cause === null ? [] : [advised.cause]),
    ...(fix === undefined ? [] : [`To change first: ${fix.title}`]),
  ].map((text) => known(text, 'inferred', confidence));
}

/** Asks the server itself, as the browser did and on the host's own connection. */
function question(advised: Situation['advised']): GuideQuestion | null {
  if (advised?.cause) return null;
  const check = advised?.verify.at(-1);
  return {
    text:
      advised?.sender?.product == null
        ? 'Which server answered, and which of its settings is the cause.'
        : 'Which of its settings is the cause.',
    command: check?.command ?? null,
    expect: check?.expect ?? null,
  };
}
