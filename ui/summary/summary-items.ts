import type { Analysis, Summary } from '../../src/analysis/analysis.ts';
import { costWords } from '../../src/diagnosis/cost-words.ts';
import type { Tab } from '../store/store.ts';
import { formatCount, formatMs, UNKNOWN } from '../text/format.ts';

/** One number of the summary, and what pressing it shows. */
export interface SummaryItem {
  readonly id: string;
  readonly value: string;
  readonly label: string;
  readonly tone: 'plain' | 'bad' | 'good';
  readonly filter: string;
  /** Further text for the tooltip; null where the label says everything. */
  readonly hint: string | null;
  readonly tab: Tab;
}

/**
 * The numbers to show: the main ones always, the others when they are not 0.
 * `matching` is the number of requests that match the filter, null without one.
 */
export function summaryItems(analysis: Analysis, matching: number | null): SummaryItem[] {
  return [
    requestsItem(analysis, matching),
    ...sharingItems(analysis),
    misdirectedItem(analysis),
    ...restItems(analysis),
  ];
}

/** True when the capture's sources show every misdirected attempt, hidden ones too. */
export function seesHidden({ gaps }: Analysis): boolean {
  return !gaps.some(({ code }) => code === 'hidden-attempts-inferred');
}

function requestsItem({ summary: { requests } }: Analysis, matching: number | null): SummaryItem {
  const all = item('requests', requests, requests === 1 ? 'request' : 'requests', '');
  return matching === null ? all : { ...all, value: `${formatCount(matching)} of ${all.value}` };
}

function sharingItems(analysis: Analysis): SummaryItem[] {
  const { connections, coalescedRequests } = analysis.summary;
  return [
    {
      ...item('connections', connections, connections === 1 ? 'connection' : 'connections', ''),
      tab: 'connections',
    },
    item('coalesced', coalescedRequests, 'coalesced', 'is:coalesced'),
  ];
}

function misdirectedItem(analysis: Analysis): SummaryItem {
  const { misdirectedAttempts } = analysis.summary;
  const label = `misdirected${hiddenWords(analysis)}`;
  // Green is a statement: only where no attempt can be hidden from the sources.
  const tone = misdirectedAttempts > 0 ? 'bad' : seesHidden(analysis) ? 'good' : 'plain';
  return { ...item('misdirected', misdirectedAttempts, label, 'is:misdirected'), tone };
}

/** How many of them are hidden, and how many of those are only inferred. */
function hiddenWords({ summary, requests }: Analysis): string {
  if (summary.hiddenAttempts === 0) return '';
  let inferred = 0;
  for (const { attempts } of requests.values()) {
    for (const { hidden, certainty } of attempts) if (hidden && certainty === 'inferred') inferred += 1;
  }
  const inferredWords = inferred > 0 ? `, ${formatCount(inferred)} inferred` : '';
  return ` (${formatCount(summary.hiddenAttempts)} hidden${inferredWords})`;
}

function restItems({ summary }: Analysis): SummaryItem[] {
  const items: SummaryItem[] = [
    item('resent', summary.resentRequests, 're-sent', 'is:resent'),
    { ...item('misrouted', summary.misroutedRequests, 'misrouted', 'is:misrouted'), tone: 'bad' },
    redundantItem(summary),
    lostItem(summary),
  ];
  return items.filter(
    ({ id, value }) => value !== '0' || (id === 'redundant' && summary.possiblyRedundant > 0),
  );
}

/** With the number of those that the capture cannot decide about. */
function redundantItem({ redundantConnections, possiblyRedundant }: Summary): SummaryItem {
  const redundant = Object.values(redundantConnections).reduce((sum, n) => sum + n, 0);
  const more = possiblyRedundant === 0 ? '' : ` (${formatCount(possiblyRedundant)} more possible)`;
  return { ...item('redundant', redundant, `redundant${more}`, 'is:redundant'), tab: 'connections' };
}

/** The time lost, with the other costs of the 421s in its hint. */
function lostItem({ misdirectedAttempts, cost }: Summary): SummaryItem {
  const none = item('wasted', 0, 'lost', 'is:misdirected');
  if (misdirectedAttempts === 0) return none;
  const bound = cost.atLeast.includes('ms') ? '≥ ' : '';
  return { ...none, value: `${bound}${formatMs(cost.ms)}`, hint: `Cost of the 421s: ${costWords(cost)}` };
}

/** `count` is null when it is unknown, which is different from 0. */
function item(id: string, count: number | null, label: string, filter: string): SummaryItem {
  return {
    id,
    value: count === null ? UNKNOWN : formatCount(count),
    label,
    tone: 'plain',
    filter,
    hint: null,
    tab: 'requests',
  };
}
