import { costWords } from '../../diagnosis/cost-words.ts';
import type { Report, ReportAttempt, ReportRequest } from '../json/report.ts';
import type { Escape } from './escape.ts';
import { type Cell, paragraph, type Row, table } from './layout.ts';
import { mark, UNKNOWN } from './marks.ts';
import type { Page } from './page.ts';
import type { Style } from './style.ts';

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
export function requestLines(requests: readonly ReportRequest[], page: Page): string[] {
  const { columns, safe } = page;
  const rows = requests.flatMap((request): Row[] => [
    ...requestHead(request, page),
    ...request.attempts.flatMap((attempt, index) => [
      attemptRow(attempt, index, safe),
      ...evidence(attempt, safe).flatMap((text) => paragraph('        ', text, columns)),
    ]),
    ...afterwards(request).flatMap((text) => paragraph('      ', text, columns)),
  ]);
  return table(HEADING, rows, page);
}

function requestHead({ id, method, url }: ReportRequest, { columns, paint, safe }: Page): string[] {
  const [first = '', ...more] = paragraph(`  ${id}  `, safe(`${method} ${url}`), columns);
  return [paint(first, 'bold'), ...more.map((line) => paint(line, 'bold'))];
}

function attemptRow(attempt: ReportAttempt, index: number, safe: Escape): Cell[] {
  return [
    { text: `  ${index + 1}. ${mark(attempt.certainty, attempt.confidence)}` },
    statusCell(attempt),
    { text: attempt.connection === null ? UNKNOWN : safe(attempt.connection) },
    { text: attempt.stream === null ? UNKNOWN : String(attempt.stream) },
    { text: happened(attempt, safe).join(', ') },
  ];
}

/** What an inferred attempt is based on, and what that was compared with. */
function evidence({ hidden, certainty, basis }: ReportAttempt, safe: Escape): string[] {
  return hidden && certainty === 'inferred' ? [safe(basis)] : [];
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

function happened(
  { hidden, resent, coalesced, coalescedCertainty, error }: ReportAttempt,
  safe: Escape,
): string[] {
  const sure = mark(coalescedCertainty);
  return [
    hidden ? 'hidden' : 'seen by the page',
    ...(resent ? ['re-sent'] : []),
    ...(coalesced === null ? [] : [`${coalesced ? 'coalesced' : 'on its own connection'} ${sure}`]),
    ...(error === null ? [] : [safe(error)]),
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
