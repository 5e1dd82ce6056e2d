import type { Summary } from '../../analysis/analysis.ts';
import { costWords } from '../../diagnosis/cost-words.ts';
import type { Report, SourceKind } from '../json/report.ts';
import { connectionLines } from './connection-lines.ts';
import { escapeText } from './escape.ts';
import { findingLines } from './finding-lines.ts';
import { paragraph, wrap } from './layout.ts';
import { count, LEGEND } from './marks.ts';
import { notableRequests, requestLines } from './request-lines.ts';
import { type Paint, painter } from './style.ts';

export interface TextOptions {
  /** Width of the terminal in characters. 100 by default. */
  readonly columns?: number;
  /** Colour by ANSI escape sequences. Off by default. */
  readonly color?: boolean;
  /** Lists every request, not only the notable ones. */
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

/** A report for a terminal: printable ASCII only (and colour, where asked for), ending with a newline. */
export function toText(report: Report, options: TextOptions = {}): string {
  const columns = Math.max(options.columns ?? 100, 40);
  const paint = painter(options.color ?? false);
  const lines = [
    ...headerLines(report, columns, paint),
    '',
    ...section('Findings', findings(report, columns, paint), paint),
    ...section('Connections', connections(report, columns, paint), paint),
    ...section('Requests', requests(report, options.all ?? false, columns, paint), paint),
    ...wrap(LEGEND, columns).map((line) => paint(line, 'dim')),
  ];
  return `${lines.join('\n')}\n`;
}

function headerLines({ source, summary, gaps, sanitised }: Report, columns: number, paint: Paint): string[] {
  const { kind, name, problems, truncated, archive } = source;
  const by = source.browser ?? source.writer;
  const who = by === null ? '' : `, ${by.name} ${by.version}`;
  const notes = [
    ...(truncated ? ['The capture is incomplete: its end is missing.'] : []),
    ...problems.map(({ message, line }) => (line === undefined ? message : `line ${line}: ${message}`)),
  ];
  const missing = gaps.map(({ message, remedy }) => (remedy === null ? message : `${message} ${remedy}`));
  return [
    paint(escapeText(`${name} (${KIND[kind]}${who})`), 'bold'),
    ...paragraph('  ', summaryWords(summary), columns),
    ...(sanitised ? [] : paragraph('  ', 'Not sanitised: URLs are shown as recorded.', columns)),
    ...(archive === null ? [] : paragraph('  files read: ', escapeText(archive.read.join(', ')), columns)),
    ...notes.flatMap((note) => paragraph('  problem: ', escapeText(note), columns)),
    ...missing.flatMap((gap) => paragraph('  not in this capture: ', escapeText(gap), columns)),
  ];
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
    `${summary.misroutedRequests} misrouted`,
    redundantWords(redundant, summary.possiblyRedundant),
    ...(summary.misdirectedAttempts === 0 ? [] : [`421s cost ${costWords(summary.cost)}`]),
  ].join('; ');
}

/** One number for those that the capture cannot decide about: most causes are possible for most of them. */
function redundantWords(redundant: number, possiblyRedundant: number): string {
  const more = possiblyRedundant === 0 ? '' : ` (${possiblyRedundant} more possible)`;
  return `${count(redundant, 'redundant connection')}${more}`;
}

function section(title: string, lines: readonly string[], paint: Paint): string[] {
  const spaced = lines.at(-1) === '' ? lines : [...lines, ''];
  return [paint(title.toUpperCase(), 'bold'), ...spaced];
}

function findings(report: Report, columns: number, paint: Paint): string[] {
  if (report.findings.length > 0) return findingLines(report.findings, columns, paint);
  return paragraph('  ', 'None found in this capture.', columns);
}

function connections(report: Report, columns: number, paint: Paint): string[] {
  if (report.connections.length > 0) return connectionLines(report.connections, columns, paint);
  return paragraph('  ', 'This capture does not identify connections.', columns);
}

function requests(report: Report, all: boolean, columns: number, paint: Paint): string[] {
  const listed = all ? report.requests : notableRequests(report);
  const others = report.requests.length - listed.length;
  const rest = `${count(others, 'request')} with nothing notable ${others === 1 ? 'is' : 'are'} not listed.`;
  if (report.requests.length === 0) return paragraph('  ', 'This capture has no requests.', columns);
  return [
    ...(listed.length > 0 ? requestLines(listed, columns, paint) : []),
    ...(others > 0 ? paragraph('  ', rest, columns) : []),
  ];
}
