import { costWords } from '../../diagnosis/cost-words.ts';
import type { Report, ReportAttempt, ReportRequest } from '../json/report.ts';
import { escapeText } from './escape.ts';
import { type Cell, paragraph, type Row, table } from './layout.ts';
import { mark, UNKNOWN } from './marks.ts';
import type { Paint, Style } from './style.ts';

const HEADING = ['', 'status', 'connection', 'stream', 'what happened'];

/** The notable requests: misdirected, coalesced, sent again, or part of a finding. */
export function notableRequests({ requests, findings }: Report): ReportRequest[] {
  const found = new Set(findings.filter(({ severity }) => severity !== 'info').flatMap((f) => f.requests));
  return requests.filter(
    (request) =>
      found.has(request.id) ||
      request.resentAs !== null ||
      request.resendOf !== null ||
      request.attempts.some(
        ({ misdirected, coalesced, resent }) => misdirected || coalesced === true || resent,
      ),
  );
}

/** Each request with its attempts below it, in the order in which they were sent. */
export function requestLines(requests: readonly ReportRequest[], columns: number, paint: Paint): string[] {
  const rows = requests.flatMap((request): Row[] => [
    ...requestHead(request, columns, paint),
    ...request.attempts.flatMap((attempt, index) => [
      attemptRow(attempt, index),
      ...evidence(attempt).flatMap((text) => paragraph('        ', text, columns)),
    ]),
    ...afterwards(request).flatMap((text) => paragraph('      ', text, columns)),
  ]);
  return table(HEADING, rows, columns, paint);
}

function requestHead({ id, method, url }: ReportRequest, columns: number, paint: Paint): string[] {
  const [first = '', ...more] = paragraph(`  ${id}  `, escapeText(`${method} ${url}`), columns);
  return [paint(first, 'bold'), ...more.map((line) => paint(line, 'bold'))];
}

function attemptRow(attempt: ReportAttempt, index: number): Cell[] {
  return [
    { text: `  ${index + 1}. ${mark(attempt.certainty, attempt.confidence)}` },
    statusCell(attempt),
    { text: attempt.connection === null ? UNKNOWN : escapeText(attempt.connection) },
    { text: attempt.stream === null ? UNKNOWN : String(attempt.stream) },
    { text: happened(attempt).join(', ') },
  ];
}

/** What an inferred attempt is based on, and what that was compared with. */
function evidence({ hidden, certainty, basis }: ReportAttempt): string[] {
  return hidden && certainty === 'inferred' ? [escapeText(basis)] : [];
}

function statusCell({ status, error, misdirected }: ReportAttempt): Cell {
  if (misdirected) return { text: '421', style: 'red' };
  if (status !== null && status > 0) return { text: String(status), style: statusStyle(status) };
  return error === null ? { text: UNKNOWN } : { text: 'failed', style: 'red' };
}

function statusStyle(status: number): Style {
  if (status >= 400) return 'yellow';
  return 'green';
}

function happened({ hidden, resent, coalesced, coalescedCertainty, error }: ReportAttempt): string[] {
  const sure = mark(coalescedCertainty);
  return [
    hidden ? 'hidden' : 'seen by the page',
    ...(resent ? ['re-sent'] : []),
    ...(coalesced === null ? [] : [`${coalesced ? 'coalesced' : 'on its own connection'} ${sure}`]),
    ...(error === null ? [] : [escapeText(error)]),
  ];
}

function afterwards({ resentAs, resendOf, attempts, fromCache, cost }: ReportRequest): string[] {
  const noAttempt = fromCache ? 'served from the cache' : 'how it was sent is unknown';
  return [
    ...(attempts.length > 0 ? [] : [noAttempt]),
    ...(cost === null ? [] : [`cost ${costWords(cost)}`]),
    ...(resentAs === null ? [] : [`the page sent it again as ${resentAs}`]),
    ...(resendOf === null ? [] : [`the page sent it because ${resendOf} was misdirected`]),
  ];
}
