import { productName } from '../../diagnosis/products/catalogue.ts';
import { paragraph } from '../../report/text/layout.ts';
import { type Page, type PageOptions, pageFor } from '../../report/text/page.ts';
import type { Style } from '../../report/text/style.ts';
import type { ProbeReport, ReportedAnswer, ReportedTurn } from './probe-report.ts';

const STYLE = { error: 'red', warning: 'yellow', info: 'green' } as const satisfies Record<string, Style>;

/** The probe report for people: the requests, the responses, the verdict, and what to change. */
export function probeText(report: ProbeReport, options: PageOptions): string {
  const page = pageFor(options);
  const { columns, paint, safe } = page;
  const { verdict, answers, turns, notes, notShared, differingHeaders, cause, causes, fixes, log } = report;
  const shared =
    answers.control === null ? 'the host, without a server name (SNI)' : 'the host, on that same connection';
  const part = (name: string, text: string) => paragraph(name.padEnd(8), safe(text), columns);
  return [
    ...(answers.control === null
      ? []
      : asked('the other host, on its own connection', answers.control, page)),
    ...asked(shared, answers.apart, page),
    ...asked('the host, on its own connection', answers.own, page),
    ...(turns.length === 0
      ? []
      : [paint('in turn:', 'bold'), ...turns.flatMap((turn) => turnLines(turn, page))]),
    '',
    ...paragraph('', safe(verdict.words), columns).map((line) => paint(line, STYLE[verdict.severity])),
    ...notShared.flatMap((words) => part('but', `${words} A browser would not share the connection.`)),
    ...notes.flatMap((words) => part('note', words)),
    ...(differingHeaders.length === 0 ? [] : part('headers', `different: ${differingHeaders.join(', ')}`)),
    ...(cause === null ? [] : part('cause', cause)),
    ...fixes.flatMap(({ title, snippet }) => [
      ...part('do', title),
      ...(snippet?.split('\n').map((line) => `            ${safe(line.replaceAll('\t', '  '))}`) ?? []),
    ]),
    ...causes.slice(1).flatMap(({ text }) => part('or', text)),
    ...(log === null ? [] : part('log', log)),
    '',
  ].join('\n');
}

function asked(what: string, answer: ReportedAnswer, { columns, paint, safe }: Page): string[] {
  const { sni, authority, protocol, address } = answer;
  const name = sni === null ? 'no SNI' : `SNI ${sni}`;
  const question = `${name}, host ${authority}, ${protocol ?? 'no connection'}${address === null ? '' : ` at ${address}`}`;
  return [
    paint(`${what}:`, 'bold'),
    ...paragraph('    ', safe(question), columns).map((line) => paint(line, 'dim')),
    ...paragraph('    ', safe(outcomeOf(answer)), columns),
  ];
}

function turnLines({ connection, ...answer }: ReportedTurn, { columns, safe }: Page): string[] {
  const text = `${answer.authority}: ${outcomeOf(answer)}${connection === 1 ? '' : ` (connection ${connection})`}`;
  return paragraph('    ', safe(text), columns);
}

function outcomeOf({ status, error, server, sender }: ReportedAnswer): string {
  const outcome = status === null ? `no response (${error})` : String(status);
  const broken = status !== null && error !== null ? `, then interrupted (${error})` : '';
  const behind = sender?.behind ?? null;
  const writer =
    sender === null || sender.product === null
      ? ''
      : `, sent by ${productName(sender.product)}${behind === null ? '' : ` behind ${productName(behind)}`} (confidence ${sender.confidence.toFixed(2)})`;
  return `${outcome}${broken}${server === null ? '' : `, server: ${server}`}${writer}`;
}
