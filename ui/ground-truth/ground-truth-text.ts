import type { Confirmed } from '../../src/analysis/confirmed-statements.ts';
import { formatCount, plural } from '../text/format.ts';

/** What the user does while ground truth is recorded. */
export const WHILE_RECORDING = 'Reload the page, do what you want to inspect, then stop.';

/** How the log changed what was known, in one sentence. */
export function joinedWords({ confirmed, corrected, found, open }: Confirmed): string {
  const parts = [
    `${plural(confirmed, 'statement')} ${confirmed === 1 ? 'is' : 'are'} now observed`,
    corrected === 0 ? null : correctedWords(corrected),
    found === 0
      ? null
      : `${plural(found, 'attempt')} that no source had shown ${found === 1 ? 'was' : 'were'} found`,
    open === 0 ? null : openWords(open),
  ];
  return `${parts.filter((part) => part !== null).join('; ')}.`;
}

function correctedWords(count: number): string {
  return count === 1
    ? '1 was wrong and was corrected'
    : `${formatCount(count)} were wrong and were corrected`;
}

function openWords(count: number): string {
  return count === 1
    ? '1 is unchanged: its request is not in the log'
    : `${formatCount(count)} are unchanged: their requests are not in the log`;
}
