import type { Finding, Sender } from '../finding.ts';
import { knowledgeOf, PRODUCT_IDS, PRODUCTS, productName } from '../products/catalogue.ts';
import type { Failure, Front } from './cause.ts';

export type Explanation = Pick<Finding, 'cause' | 'fixes' | 'log' | 'references'>;

export const NO_EXPLANATION: Explanation = { cause: null, fixes: [], log: null, references: [] };

/** Below this confidence the text says that the cause holds only if it was that product. */
const SURE = 0.8;

/** Why the sender failed, and what ends it, as far as the sender is known. */
export function explain(sender: Sender | null, facts: Omit<Failure, 'front'>): Explanation {
  const product = knowledgeOf(sender?.product ?? null);
  if (sender === null || product === null) return NO_EXPLANATION;
  const failure = { ...facts, front: frontOf(sender.behind) };
  const cause = product.causes.find(({ applies }) => applies(failure));
  if (cause === undefined) return NO_EXPLANATION;
  const text = cause.text(failure);
  return {
    cause: sender.confidence >= SURE ? text : `If ${product.name} sent it: ${text}`,
    fixes: cause.fixes(failure),
    log: cause.log,
    references: [cause.reference],
  };
}

/** Names for a failure: as sentences have them, and as lines of configuration do. */
export function failureNames(
  host: string | null,
  other: string | null,
  port: number | null,
): Pick<Failure, 'host' | 'other' | 'config'> {
  return {
    host: host ?? 'the requested host',
    other: other ?? 'the other host',
    config: { host: host ?? 'b.example', other: other ?? 'a.example', port: port ?? 443 },
  };
}

/** Some proxies pass the name of the server behind them on (HAProxy, AWS ALB): then every known fix is offered. */
function frontOf(behind: string | null): Front {
  const name = behind === null ? null : productName(behind);
  const fix = knowledgeOf(behind)?.sniFix ?? null;
  if (fix !== null) return { name, sniFixes: [fix] };
  return {
    name,
    sniFixes: PRODUCT_IDS.flatMap((product) => {
      const { name: proxy, sniFix } = PRODUCTS[product];
      if (sniFix === null) return [];
      const title = `If ${proxy} is in front of it: ${sniFix.title[0]?.toLowerCase()}${sniFix.title.slice(1)}`;
      return [{ title, snippet: sniFix.snippet }];
    }),
  };
}
