import { productName } from '../../diagnosis/products/catalogue.ts';
import { escapeText } from '../../report/text/escape.ts';
import { paragraph } from '../../report/text/layout.ts';
import { type Paint, painter, type Style } from '../../report/text/style.ts';
import type { TextOptions } from '../../report/text/to-text.ts';
import type { ProbeReport, ReportedAnswer } from './probe-report.ts';

const STYLE = { error: 'red', warning: 'yellow', info: 'green' } as const satisfies Record<string, Style>;
const COLUMNS = 100;

/** The probe report for people: the requests, the responses, the verdict, and what to change. */
export function probeText(report: ProbeReport, { columns = COLUMNS, color = false }: TextOptions): string {
  const paint = painter(color);
  const { verdict, answers, notShared, differingHeaders, cause, fixes, log } = report;
  const part = (name: string, text: string) => paragraph(name.padEnd(8), escapeText(text), columns);
  return [
    ...asked('the other host, on its own connection', answers.control, columns, paint),
    ...asked('the host, on that same connection', answers.apart, columns, paint),
    ...asked('the host, on its own connection', answers.own, columns, paint),
    '',
    ...paragraph('', escapeText(verdict.words), columns).map((line) => paint(line, STYLE[verdict.severity])),
    ...notShared.flatMap((words) => part('but', `${words} A browser would not share the connection.`)),
    ...(differingHeaders.length === 0 ? [] : part('headers', `different: ${differingHeaders.join(', ')}`)),
    ...(cause === null ? [] : part('cause', cause)),
    ...fixes.flatMap(({ title, snippet }) => [
      ...part('do', title),
      ...(snippet?.split('\n').map((line) => `            ${escapeText(line.replaceAll('\t', '  '))}`) ?? []),
    ]),
    ...(log === null ? [] : part('log', log)),
    '',
  ].join('\n');
}

function asked(what: string, answer: ReportedAnswer, columns: number, paint: Paint): string[] {
  const { sni, authority, protocol, address, status, error, server, sender } = answer;
  const outcome = status === null ? `no response (${error})` : String(status);
  const broken = status !== null && error !== null ? `, then interrupted (${error})` : '';
  const writer =
    sender === null || sender.product === null
      ? ''
      : `, sent by ${productName(sender.product)}${sender.behind === null ? '' : ` behind ${productName(sender.behind)}`} (confidence ${sender.confidence.toFixed(2)})`;
  const question = `SNI ${sni}, host ${authority}, ${protocol ?? 'no connection'}${address === null ? '' : ` at ${address}`}`;
  return [
    paint(`${what}:`, 'bold'),
    ...paragraph('    ', escapeText(question), columns).map((line) => paint(line, 'dim')),
    ...paragraph(
      '    ',
      escapeText(`${outcome}${broken}${server === null ? '' : `, server: ${server}`}${writer}`),
      columns,
    ),
  ];
}
