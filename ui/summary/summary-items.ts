import type { Analysis } from '../../src/analysis/analysis.ts';
import type { Tab } from '../store/store.ts';
import { formatCount, formatMs } from '../text/format.ts';

/** One number of the summary, and what a press on it shows. */
export interface SummaryItem {
  readonly id: string;
  readonly value: string;
  readonly label: string;
  readonly tone: 'plain' | 'bad' | 'good';
  readonly filter: string;
  readonly tab: Tab;
}

/**
 * The numbers worth a place: those that are always asked for, and of the others those that are not 0.
 * `matching` is how many requests pass the filter, null without one.
 */
export function summaryItems(analysis: Analysis, matching: number | null): SummaryItem[] {
  const { summary } = analysis;
  const redundant = Object.values(summary.redundantConnections).reduce((sum, n) => sum + n, 0);
  const { misdirectedAttempts } = summary;
  const items: (SummaryItem | false)[] = [
    {
      ...item('requests', summary.requests, one(summary.requests, 'request'), ''),
      ...(matching !== null && { value: `${formatCount(matching)} of ${formatCount(summary.requests)}` }),
    },
    {
      ...item('connections', summary.connections, one(summary.connections, 'connection'), ''),
      tab: 'connections',
    },
    item('coalesced', summary.coalescedRequests, 'coalesced', 'is:coalesced'),
    {
      ...item('misdirected', misdirectedAttempts, `misdirected${hiddenWords(analysis)}`, 'is:misdirected'),
      tone: misdirectedAttempts > 0 ? 'bad' : 'good',
    },
    summary.resentRequests > 0 && item('resent', summary.resentRequests, 're-sent', 'is:resent'),
    summary.misroutedRequests > 0 && {
      ...item('misrouted', summary.misroutedRequests, 'misrouted', 'is:misrouted'),
      tone: 'bad' as const,
    },
    redundant > 0 && {
      ...item('redundant', redundant, 'redundant', 'is:redundant'),
      tab: 'connections' as const,
    },
    summary.wastedMs > 0 && {
      ...item('wasted', 0, 'lost', 'is:misdirected'),
      value: formatMs(summary.wastedMs),
    },
  ];
  return items.filter((entry) => entry !== false);
}

/** How many of them nobody was told of, and how many of these are only concluded from timing. */
function hiddenWords({ summary, requests }: Analysis): string {
  if (summary.hiddenAttempts === 0) return '';
  let inferred = 0;
  for (const { attempts } of requests.values()) {
    for (const { hidden, certainty } of attempts) if (hidden && certainty === 'inferred') inferred += 1;
  }
  const guess = inferred > 0 ? `, ${formatCount(inferred)} inferred` : '';
  return ` (${formatCount(summary.hiddenAttempts)} hidden${guess})`;
}

function item(id: string, count: number, label: string, filter: string): SummaryItem {
  return { id, value: formatCount(count), label, tone: 'plain', filter, tab: 'requests' };
}

function one(count: number, word: string): string {
  return count === 1 ? word : `${word}s`;
}
