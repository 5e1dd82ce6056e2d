import type { Finding, Fix, RankedCause, Sender } from '../finding.ts';
import { knowledgeOf, PRODUCT_IDS, PRODUCTS, productName } from '../products/catalogue.ts';
import type { Cause, Failure, Front } from './cause.ts';

export type Explanation = Pick<Finding, 'cause' | 'causes' | 'fixes' | 'log' | 'references'>;

export const NO_EXPLANATION: Explanation = { cause: null, causes: [], fixes: [], log: null, references: [] };

/** Below this confidence the text says that the cause holds only if it was that product. */
const SURE = 0.8;

/** Why the sender failed, and what ends it, as far as the sender is known. The most likely cause comes first. */
export function explain(sender: Sender | null, facts: Omit<Failure, 'front'>): Explanation {
  const product = knowledgeOf(sender?.product ?? null);
  if (sender === null || product === null) return NO_EXPLANATION;
  const failure = { ...facts, front: frontOf(sender.behind) };
  const fitting = product.causes.filter(
    ({ applies, explainsNoSni = false }) => applies(failure) && (!failure.withoutSni || explainsNoSni),
  );
  const ranked = fitting.map((cause) => rank(cause, failure)).sort((a, b) => b.weight - a.weight);
  const [first] = ranked;
  if (first === undefined) return NO_EXPLANATION;
  const sure = sender.confidence >= SURE;
  return {
    cause: sure ? first.stated.text : `If ${product.name} sent it: ${continued(first.stated.text)}`,
    causes: ranked.map(({ stated }) => stated),
    fixes: first.stated.fixes,
    log: first.cause.log,
    references: [first.cause.reference],
  };
}

/** A sentence after a colon: its first word begins with a small letter unless it is a product's name. */
function continued(sentence: string): string {
  const [word = ''] = sentence.split(/\W/, 1);
  const isName = PRODUCT_IDS.some((id) => PRODUCTS[id].name.split(' ').includes(word));
  return isName || !/^[A-Z]([a-z]+|$)/.test(word)
    ? sentence
    : `${word.toLowerCase()}${sentence.slice(word.length)}`;
}

function rank(cause: Cause, failure: Failure): { cause: Cause; weight: number; stated: RankedCause } {
  const evidence = cause.evidence?.(failure) ?? [];
  const weight = evidence.reduce((sum, one) => sum + (one.for ? 1 : -1), 0);
  const stated = {
    text: cause.text(failure),
    evidence,
    test: cause.test ?? null,
    fixes: cause.fixes(failure),
  };
  return { cause, weight, stated };
}

/** Some proxies pass the name of the server behind them on (HAProxy, AWS ALB): then every known fix is offered. */
function frontOf(behind: string | null): Front {
  const known = knowledgeOf(behind);
  return {
    name: behind === null ? null : productName(behind),
    sniFixes: known?.sniFix ? [known.sniFix] : eachIfInFront(({ sniFix }) => sniFix),
    poolFixes: known?.poolFix ? [known.poolFix] : eachIfInFront(({ poolFix }) => poolFix),
  };
}

function eachIfInFront(fixOf: (product: (typeof PRODUCTS)[keyof typeof PRODUCTS]) => Fix | null): Fix[] {
  return PRODUCT_IDS.flatMap((id) => {
    const fix = fixOf(PRODUCTS[id]);
    if (fix === null) return [];
    const title = `If ${PRODUCTS[id].name} is in front of it: ${fix.title[0]?.toLowerCase()}${fix.title.slice(1)}`;
    return [{ title, snippet: fix.snippet }];
  });
}
