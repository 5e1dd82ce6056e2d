import type { AnalysedRequest, Analysis } from '../../src/analysis/analysis.ts';
import type { RequestId } from '../../src/model/capture.ts';
import { originParts } from '../../src/model/origin.ts';
import type { Filter, IsValue, Term } from './filter.ts';

type Test = (request: AnalysedRequest) => boolean;

/** The ids of the requests that match, or null when the filter is empty. */
export function matchingRequests(filter: Filter, analysis: Analysis): ReadonlySet<RequestId> | null {
  if (filter.terms.length === 0) return null;
  const tests = filter.terms.map((term) => testOf(term, analysis));
  const matching = new Set<RequestId>();
  for (const [id, request] of analysis.requests) {
    if (tests.every((test) => test(request))) matching.add(id);
  }
  return matching;
}

function testOf(term: Term, analysis: Analysis): Test {
  const tests = term.values.map((value) => valueTest(term, value, analysis));
  return (request) => tests.some((test) => test(request)) !== term.negated;
}

function valueTest({ key }: Term, value: string, analysis: Analysis): Test {
  switch (key) {
    case null:
      return ({ record }) => record.url.toLowerCase().includes(value);
    case 'status':
      return statusTest(value);
    case 'host':
      return hostTest(value);
    case 'method':
      return ({ record }) => record.method.toLowerCase() === value;
    case 'connection':
      return ({ attempts }) => attempts.some(({ connection }) => connection?.toLowerCase() === value);
    case 'is':
      return isTest(value as IsValue, analysis);
  }
}

/** Every status counts, also that of a hidden attempt. */
function statusTest(value: string): Test {
  const fits = (status: number | null) =>
    value === 'none'
      ? status === null
      : value.endsWith('xx')
        ? status !== null && Math.floor(status / 100) === Number(value[0])
        : status === Number(value);
  return ({ record, attempts }) => fits(record.status) || attempts.some(({ status }) => fits(status));
}

function hostTest(value: string): Test {
  if (!value.includes('*')) return ({ record }) => hostWithPort(record.url).includes(value);
  const escaped = value.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`^${escaped.join('.*')}$`);
  return ({ record }) => pattern.test(originParts(record.url)?.host ?? '');
}

/** With its port even where that is the scheme's own: `host:443` finds it too. */
function hostWithPort(url: string): string {
  const parts = originParts(url);
  return parts === null ? '' : `${parts.host}:${parts.port}`;
}

function isTest(value: IsValue, analysis: Analysis): Test {
  switch (value) {
    case 'coalesced':
      return ({ attempts }) => attempts.some(({ coalesced }) => coalesced === true);
    case 'misdirected':
      return ({ attempts }) => attempts.some(({ misdirected }) => misdirected);
    case 'hidden':
      return ({ attempts }) => attempts.some(({ hidden }) => hidden);
    case 'resent':
      return ({ attempts, resentAs }) => resentAs !== null || attempts.some(({ resent }) => resent);
    case 'misrouted':
      return inSet(misroutedRequests(analysis));
    case 'redundant':
      return ({ attempts }) =>
        attempts.some(({ connection }) => connection !== null && isRedundant(analysis, connection));
  }
}

function inSet(ids: ReadonlySet<RequestId>): Test {
  return ({ record }) => ids.has(record.id);
}

function misroutedRequests(analysis: Analysis): ReadonlySet<RequestId> {
  const kinds = analysis.findings.filter(({ kind }) => kind === 'misrouted-suspected');
  return new Set(kinds.flatMap(({ requests }) => requests));
}

function isRedundant(analysis: Analysis, connection: string): boolean {
  const certainty = analysis.connections.get(connection)?.redundant?.certainty ?? 'unknown';
  return certainty !== 'unknown';
}
