import { productName } from '../products.ts';
import type { Situation } from './situation.ts';
import { type GuideQuestion, type GuideStatement, type GuideStep, known } from './step.ts';

/** Who answered, the setting that does it, and the first change: as sure as it is who answered. */
export function configurationStep({ advised }: Situation): GuideStep {
  const sender = advised?.sender ?? null;
  const told: GuideStatement[] = [];
  if (sender !== null && sender.product !== null) {
    const through = sender.behind === null ? '' : ` behind ${productName(sender.behind)}`;
    const by = sender.basis === null ? '' : `, by ${sender.basis}`;
    const say = (text: string): GuideStatement => known(text, 'inferred', sender.confidence);
    told.push(say(`${productName(sender.product)}${through} answered${by}.`));
    if (advised?.cause) told.push(say(advised.cause));
    const [fix] = advised?.fixes ?? [];
    if (fix !== undefined) told.push(say(`To change first: ${fix.title}`));
  }
  return { topic: 'configuration', known: told, missing: question(advised), references: [] };
}

/** Asks the server itself, as the browser did and on a connection of the host's own. */
function question(advised: Situation['advised']): GuideQuestion | null {
  if (advised?.cause) return null;
  const check = advised?.verify.at(-1);
  return {
    text:
      advised?.sender?.product == null
        ? 'Which server answered, and so the setting.'
        : 'Which of its settings does it.',
    command: check?.command ?? null,
    expect: check?.expect ?? null,
  };
}
