import type { Summary } from '../../analysis/analysis.ts';
import { costWords } from '../../diagnosis/cost-words.ts';
import type { Report, SourceKind } from '../json/report.ts';
import { connectionLines } from './connection-lines.ts';
import { findingsInFull, findingsInShort, type NumberedFinding } from './finding-lines.ts';
import { paragraph, wrap } from './layout.ts';
import { count, LEGEND } from './marks.ts';
import { type Page, type PageOptions, pageFor } from './page.ts';
import { notableRequests, requestLines } from './request-lines.ts';
import { sharedConnectionLines } from './shared-connections.ts';

export interface TextOptions extends PageOptions {
  /** Everything about every finding, and the tables of connections and requests. By default only an overview. */
  readonly verbose?: boolean;
  /** One finding in full instead, by its number in the report or its id. It must be one of {@link findingOf}. */
  readonly finding?: string | null;
  /** Lists every request, not only the notable ones; implies `verbose`. */
  readonly all?: boolean;
}

/** Readable names of the kinds of capture. */
const KIND: Readonly<Record<SourceKind, string>> = {
  har: 'HAR',
  netlog: 'NetLog',
  cdp: 'DevTools protocol log',
  'chrome-trace': 'Chrome trace',
  'moz-log': 'Firefox log',
  live: 'live capture',
};

/** A report for a terminal, ending with a newline. Printable ASCII only, unless `unicode` or `color` is on. */
export function toText(report: Report, options: TextOptions = {}): string {
  const page = pageFor(options);
  const lines = [
    ...bodyLines(report, options, page),
    ...wrap(LEGEND, page.columns).map((line) => page.paint(line, 'dim')),
  ];
  return `${lines.join('\n')}\n`;
}

function bodyLines(
  report: Report,
  { verbose = false, all = false, finding = null }: TextOptions,
  page: Page,
) {
  if (finding !== null) return findingAlone(report, finding, page);
  return verbose || all ? everything(report, all, page) : overview(report, page);
}

function everything(report: Report, all: boolean, page: Page): string[] {
  return [
    ...headerLines(report, page),
    ...missingInFull(report, page),
    '',
    ...section('Findings', orNone(findingsInFull(numbered(report), page), page), page),
    ...section('Connections', connections(report, page), page),
    ...section('Requests', requests(report, all, page), page),
  ];
}

function overview(report: Report, page: Page): string[] {
  return [
    ...headerLines(report, page),
    ...missingInShort(report, page),
    '',
    ...section('Findings', orNone(findingsInShort(numbered(report), page), page), page),
    ...section('Shared connections', sharedConnectionLines(report.connections, page), page),
    ...paragraph('', moreWords(report), page.columns),
  ];
}

function findingAlone(report: Report, wanted: string, page: Page): string[] {
  const one = findingOf(report, wanted);
  if (one === null) return paragraph('', `There is no finding ${page.safe(wanted)}.`, page.columns);
  const ids = new Set(one.finding.requests.slice(0, MOST_REQUESTS));
  const concerned = report.requests.filter(({ id }) => ids.has(id));
  const rest = one.finding.requests.length - concerned.length;
  return [
    page.paint(headLine(report, page), 'bold'),
    '',
    ...findingsInFull([one], page),
    ...(concerned.length === 0 ? [] : section('Requests', requestLines(concerned, page), page)),
    ...(rest > 0 ? [`  and ${count(rest, 'more request')}: --verbose lists them.`, ''] : []),
  ];
}

/** At most this many requests are listed below a finding. */
const MOST_REQUESTS = 20;

/** The finding with this number in the report (from 1), or with this id; null when there is none. */
export function findingOf(report: Report, wanted: string): NumberedFinding | null {
  const all = numbered(report);
  return (
    all.find(({ number }) => String(number) === wanted) ??
    all.find(({ finding }) => finding.id === wanted) ??
    null
  );
}

function numbered({ findings }: Report): NumberedFinding[] {
  return findings.map((finding, index) => ({ finding, number: index + 1 }));
}

function moreWords({ findings, connections, requests }: Report): string {
  const one = findings.length === 0 ? '' : '--finding 1 explains a finding, with all of its fixes. ';
  const lists = [
    ...(connections.length === 0 ? [] : [count(connections.length, 'connection')]),
    ...(requests.length === 0 ? [] : [count(requests.length, 'request')]),
  ].join(' and ');
  return lists === '' ? one : `${one}--verbose explains everything and lists ${lists}.`;
}

function headLine({ source: { kind, name, browser, writer } }: Report, { safe }: Page): string {
  const by = browser ?? writer;
  const who = by === null ? '' : `, ${by.name} ${by.version}`;
  return safe(`${name} (${KIND[kind]}${who})`);
}

function headerLines(report: Report, page: Page): string[] {
  const { source, summary, sanitised } = report;
  const { columns, paint, safe } = page;
  const { problems, truncated, archive } = source;
  const notes = [
    ...(truncated ? ['The capture is incomplete: its end is missing.'] : []),
    ...problems.map(({ message, line }) => (line === undefined ? message : `line ${line}: ${message}`)),
  ];
  return [
    paint(headLine(report, page), 'bold'),
    ...paragraph('  ', summaryWords(summary), columns),
    ...(sanitised ? [] : paragraph('  ', 'Not sanitised: URLs are shown as recorded.', columns)),
    ...(archive === null ? [] : paragraph('  files read: ', safe(archive.read.join(', ')), columns)),
    ...notes.flatMap((note) => paragraph('  problem: ', safe(note), columns)),
  ];
}

const MISSING = '  not in this capture: ';

function missingInFull({ gaps }: Report, { columns, safe }: Page): string[] {
  const missing = gaps.map(({ message, remedy }) => (remedy === null ? message : `${message} ${remedy}`));
  return missing.flatMap((gap) => paragraph(MISSING, safe(gap), columns));
}

/** What is missing, without the reasons, and each way to get it once. */
function missingInShort({ gaps }: Report, { columns, safe }: Page): string[] {
  if (gaps.length === 0) return [];
  const what = gaps.map(({ message }) => topicOf(message)).join('; ');
  const remedies = [...new Set(gaps.flatMap(({ remedy }) => remedy ?? []))];
  return [
    ...paragraph(MISSING, safe(`${what}.`), columns),
    ...remedies.flatMap((remedy) => paragraph('  to get it: ', safe(remedy), columns)),
  ];
}

/** A gap is worded as what is missing, then a colon or a full stop, then why. */
function topicOf(message: string): string {
  const [topic = message] = message.split(/[:.](?= |$)/);
  return `${topic.charAt(0).toLowerCase()}${topic.slice(1)}`;
}

function summaryWords(summary: Summary): string {
  const redundant = Object.values(summary.redundantConnections).reduce((sum, n) => sum + n, 0);
  const { requests, origins, connections, coalescedRequests, misdirectedAttempts, hiddenAttempts } = summary;
  const on = connections === null ? 'an unknown number of connections' : count(connections, 'connection');
  return [
    `${count(requests, 'request')} to ${count(origins, 'origin')} on ${on}`,
    ...(coalescedRequests === null ? [] : [`${coalescedRequests} coalesced`]),
    `${misdirectedAttempts} misdirected (${summary.visibleMisdirected} seen by the page)`,
    `${count(hiddenAttempts, 'hidden attempt')}`,
    `${summary.resentRequests} re-sent`,
    ...(summary.misroutedRequests === 0 ? [] : [`${summary.misroutedRequests} misrouted`]),
    ...(redundant + summary.possiblyRedundant === 0
      ? []
      : [redundantWords(redundant, summary.possiblyRedundant)]),
    ...(summary.misdirectedAttempts === 0 ? [] : [`cost of the 421s: ${costWords(summary.cost)}`]),
  ].join('; ');
}

/** One number for those that the capture cannot decide about: most causes are possible for most of them. */
function redundantWords(redundant: number, possiblyRedundant: number): string {
  const more = possiblyRedundant === 0 ? '' : ` (${possiblyRedundant} more possible)`;
  return `${count(redundant, 'redundant connection')}${more}`;
}

function section(title: string, lines: readonly string[], { paint }: Page): string[] {
  if (lines.length === 0) return [];
  const spaced = lines.at(-1) === '' ? lines : [...lines, ''];
  return [paint(title.toUpperCase(), 'bold'), ...spaced];
}

function orNone(lines: readonly string[], { columns }: Page): readonly string[] {
  return lines.length > 0 ? lines : paragraph('  ', 'None found in this capture.', columns);
}

function connections(report: Report, page: Page): string[] {
  if (report.connections.length > 0) return connectionLines(report.connections, page);
  return paragraph('  ', 'This capture does not identify connections.', page.columns);
}

function requests(report: Report, all: boolean, page: Page): string[] {
  const listed = all ? report.requests : notableRequests(report);
  const others = report.requests.length - listed.length;
  const rest = `${count(others, 'request')} with nothing notable ${others === 1 ? 'is' : 'are'} not listed.`;
  if (report.requests.length === 0) return paragraph('  ', 'This capture has no requests.', page.columns);
  return [
    ...(listed.length > 0 ? requestLines(listed, page) : []),
    ...(others > 0 ? paragraph('  ', rest, page.columns) : []),
  ];
}
