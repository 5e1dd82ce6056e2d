import type { Confirmed } from '../../src/analysis/confirmed.ts';
import { formatCount, plural } from '../text/format.ts';

/** What became of the statements, in one sentence for each that there is something to say of. */
export function joinedWords({ confirmed, corrected, found, open }: Confirmed): string {
  return [
    confirmed === 1 ? '1 statement is now observed' : `${formatCount(confirmed)} statements are now observed`,
    ...(corrected === 0
      ? []
      : [`${formatCount(corrected)} ${wasOrWere(corrected)} wrong and ${isOrAre(corrected)} put right`]),
    ...(found === 0 ? [] : [`${plural(found, 'attempt')} that nothing had shown ${wasOrWere(found)} found`]),
    ...(open === 0
      ? []
      : [`${formatCount(open)} ${open === 1 ? 'is' : 'are'} as before: their requests are not in the log`]),
  ]
    .join('; ')
    .concat('.');
}

const wasOrWere = (n: number): string => (n === 1 ? 'was' : 'were');
const isOrAre = (n: number): string => (n === 1 ? 'is' : 'are');
