import type { Severity } from '../../analysis/analysis.ts';
import { testWords } from '../../diagnosis/causes/test-words.ts';
import { costWords } from '../../diagnosis/cost-words.ts';
import type { Finding, Fix, RankedCause, Sender } from '../../diagnosis/finding.ts';
import { productName } from '../../diagnosis/products/catalogue.ts';
import { escapeText } from './escape.ts';
import { guideLines } from './guide-lines.ts';
import { paragraph } from './layout.ts';
import { mark } from './marks.ts';
import type { Paint, Style } from './style.ts';

const STYLE: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', info: 'cyan' };
/** How many ids are listed before "and n more". */
const IDS = 8;

/** What went wrong and what to do: one paragraph per finding. */
export function findingLines(findings: readonly Finding[], columns: number, paint: Paint): string[] {
  return findings.flatMap((finding) => [...findingBlock(finding, columns, paint), '']);
}

function findingBlock(finding: Finding, columns: number, paint: Paint): string[] {
  const { severity, certainty, confidence } = finding;
  const lead = `  ${severity.toUpperCase().padEnd(7)} ${mark(certainty, confidence)} `;
  const [first = '', ...more] = paragraph(lead, escapeText(finding.title), columns);
  const part = (name: string, text: string | null): string[] =>
    text === null ? [] : paragraph(`    ${name.padEnd(6)}`, escapeText(text), columns);
  return [
    ...[paint(first, STYLE[severity]), ...more.map((line) => paint(line, STYLE[severity]))],
    ...part('why', finding.explanation),
    ...part('cost', finding.cost === null ? null : costWords(finding.cost)),
    ...part('from', senderWords(finding.sender)),
    ...part('cause', finding.cause),
    ...evidenceLines(part, finding.causes[0]),
    ...finding.causes.slice(1).flatMap((cause) => [...part('or', cause.text), ...evidenceLines(part, cause)]),
    ...part('tell', finding.causes.length > 1 ? testWords(finding.causes) : null),
    ...(finding.fixes.length === 0 ? part('do', finding.remedy) : finding.fixes.flatMap(fixLines(part))),
    ...part('log', finding.log),
    ...(finding.verify[0] === undefined ? [] : part('check', finding.verify[0].command)),
    ...(severity === 'error' ? guideLines(finding.guide, columns) : []),
    ...part('where', ids(finding)),
    ...finding.references.flatMap(({ title, url }) => part('see', `${title}: ${url}`)),
  ];
}

type Part = (name: string, text: string | null) => string[];

function evidenceLines(part: Part, cause: RankedCause | undefined): string[] {
  return (cause?.evidence ?? []).flatMap(({ for: speaksFor, fact }) =>
    part(speaksFor ? '  for' : '  not', fact),
  );
}

/** Lines of configuration are not wrapped, so that they can be copied. */
function fixLines(part: Part): (fix: Fix) => string[] {
  return ({ title, snippet }) => [
    ...part('do', title),
    ...(snippet?.split('\n').map((line) => `            ${escapeText(line.replaceAll('\t', '  '))}`) ?? []),
  ];
}

function senderWords(sender: Sender | null): string | null {
  if (sender === null || (sender.product === null && sender.behind === null)) return null;
  const through = sender.behind === null ? '' : ` behind ${productName(sender.behind)}`;
  if (sender.product === null) return `an unknown server${through}`;
  const basis = sender.basis === null ? '' : `: ${sender.basis}`;
  return `${productName(sender.product)}${through} (confidence ${sender.confidence.toFixed(2)}${basis})`;
}

function ids({ requests, connections }: Finding): string | null {
  const named = [listed('request', requests), listed('connection', connections)].filter(
    (part) => part !== '',
  );
  return named.length === 0 ? null : named.join('; ');
}

function listed(noun: string, all: readonly string[]): string {
  if (all.length === 0) return '';
  const more = all.length > IDS ? ` and ${all.length - IDS} more` : '';
  return `${noun}${all.length === 1 ? '' : 's'} ${all.slice(0, IDS).join(', ')}${more}`;
}
