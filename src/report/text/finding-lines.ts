import type { Severity } from '../../analysis/analysis.ts';
import { testWords } from '../../diagnosis/causes/test-words.ts';
import { costWords } from '../../diagnosis/cost-words.ts';
import type { Finding, Fix, RankedCause, Sender } from '../../diagnosis/finding.ts';
import { hostAndPort } from '../../diagnosis/host-names.ts';
import { productName } from '../../diagnosis/products/catalogue.ts';
import { guideLines } from './guide-lines.ts';
import { paragraph } from './layout.ts';
import { count, mark } from './marks.ts';
import type { Page } from './page.ts';
import type { Style } from './style.ts';

const STYLE: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', info: 'cyan' };
/** How many ids are listed before "and n more". */
const IDS = 8;

/** A finding with its place in the report, from 1: the number that `--finding` takes. */
export interface NumberedFinding {
  readonly number: number;
  readonly finding: Finding;
}

/** Everything about each finding: what went wrong, why, how sure that is, what to do, and how to check it. */
export function findingsInFull(findings: readonly NumberedFinding[], page: Page): string[] {
  return findings.flatMap((one) => [...titleLines(one, page), ...detailLines(one, page), '']);
}

/** At most this many findings are listed in an overview. The worst come first. */
const MOST_IN_SHORT = 20;

/** A few lines for each finding: what went wrong, the cause, and the first thing to do. */
export function findingsInShort(findings: readonly NumberedFinding[], page: Page): string[] {
  const rest = findings.length - MOST_IN_SHORT;
  return [
    ...findings
      .slice(0, MOST_IN_SHORT)
      .flatMap((one) => [...titleLines(one, page), ...firstStepLines(one.finding, page)]),
    ...(rest > 0
      ? paragraph('    ', `and ${count(rest, 'more finding')}: --verbose lists them.`, page.columns)
      : []),
  ];
}

function titleLines({ number, finding }: NumberedFinding, { columns, paint, safe }: Page): string[] {
  const { severity, certainty, confidence, title } = finding;
  const lead = `${String(number).padStart(3)} ${severity.toUpperCase().padEnd(7)} ${mark(certainty, confidence)} `;
  return paragraph(lead, safe(title), columns).map((line) => paint(line, STYLE[severity]));
}

/**
 * The cause and the first thing to do. Where several causes fit, a fix for one of them may be useless: then the test that
 * tells them apart takes its place. Where nothing is known, the check decides.
 */
function firstStepLines({ severity, cause, causes, fixes, remedy, verify }: Finding, page: Page): string[] {
  const part = partsOn(page);
  const [, ...others] = causes;
  const because = [
    ...part('cause', cause === null ? null : firstSentence(cause)),
    ...others.flatMap(({ text }) => part('or', firstSentence(text))),
  ];
  if (others.length > 0) return [...because, ...part('tell', testWords(causes))];
  const [fix, ...more] = fixes;
  const [check] = verify;
  if (fix === undefined && cause === null && check !== undefined && verify.length === 1)
    return part('check', check.command);
  // A note is to be known; there is rarely something to do.
  if (severity === 'info') return because;
  const ways = more.length === 0 ? '' : ` (${count(more.length, 'more way')} with --finding)`;
  return [
    ...because,
    ...part('do', fix === undefined ? remedy && firstSentence(remedy) : `${fix.title}${ways}`),
  ];
}

/** A remedy may list ways; the first sentence is the one to begin with. */
function firstSentence(text: string): string {
  const end = text.indexOf('. ');
  return end < 0 ? text : text.slice(0, end + 1);
}

function detailLines({ finding }: NumberedFinding, page: Page): string[] {
  const part = partsOn(page);
  const fix = fixLines(part, page);
  const [, ...others] = finding.causes;
  return [
    ...whoLines(part, finding),
    ...part('why', finding.explanation),
    ...part('cost', finding.cost === null ? null : costWords(finding.cost)),
    ...part('from', senderWords(finding.sender)),
    ...part('cause', finding.cause),
    ...evidenceLines(part, finding.causes[0]),
    ...(finding.fixes.length === 0 ? part('do', finding.remedy) : finding.fixes.flatMap(fix)),
    ...others.flatMap((cause) => [
      ...part('or', cause.text),
      ...evidenceLines(part, cause),
      ...cause.fixes.flatMap(fix),
    ]),
    ...part('tell', others.length > 0 ? testWords(finding.causes) : null),
    ...part('log', finding.log),
    ...(finding.verify[0] === undefined ? [] : part('check', finding.verify[0].command)),
    ...(finding.severity === 'error' ? guideLines(finding.guide, page) : []),
    ...part('where', ids(finding)),
    ...finding.references.flatMap(({ title, url }) => part('see', `${title}: ${url}`)),
  ];
}

/** Where several hosts have one finding: which of its requests and connections each has. */
function whoLines(part: Part, { concerned, certainty }: Finding): string[] {
  if (concerned.length < 2) return [];
  const listed = concerned.slice(0, IDS).flatMap((one) => {
    const host = one.origins[0] === undefined ? 'a host' : hostAndPort(one.origins[0]);
    const sign = one.certainty === certainty ? '' : `${mark(one.certainty, one.confidence)} `;
    return part('who', `${sign}${host}: ${ids(one) ?? 'no request'}`);
  });
  const more = concerned.length - IDS;
  return more > 0 ? [...listed, ...part('', `and ${more} more`)] : listed;
}

function partsOn({ columns, safe }: Page): Part {
  return (name, text) => (text === null ? [] : paragraph(`      ${name.padEnd(6)}`, safe(text), columns));
}

type Part = (name: string, text: string | null) => string[];

function evidenceLines(part: Part, cause: RankedCause | undefined): string[] {
  return (cause?.evidence ?? []).flatMap(({ for: speaksFor, fact }) =>
    part(speaksFor ? '  for' : '  not', fact),
  );
}

/** Lines of configuration are not wrapped, so that they can be copied. */
function fixLines(part: Part, { safe }: Page): (fix: Fix) => string[] {
  return ({ title, snippet }) => [
    ...part('do', title),
    ...(snippet?.split('\n').map((line) => `              ${safe(line.replaceAll('\t', '  '))}`) ?? []),
  ];
}

function senderWords(sender: Sender | null): string | null {
  if (sender === null || (sender.product === null && sender.behind === null)) return null;
  const through = sender.behind === null ? '' : ` behind ${productName(sender.behind)}`;
  if (sender.product === null) return `an unknown server${through}`;
  const basis = sender.basis === null ? '' : `: ${sender.basis}`;
  return `${productName(sender.product)}${through} (confidence ${sender.confidence.toFixed(2)}${basis})`;
}

function ids({ requests, connections }: Pick<Finding, 'requests' | 'connections'>): string | null {
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
