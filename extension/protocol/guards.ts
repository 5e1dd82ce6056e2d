import type { Evidence } from '../../src/model/evidence.ts';
import { asArray, asNumber, asObject, asString, type JsonObject } from '../../src/sources/json.ts';
import {
  type FromDevtools,
  type FromPanel,
  type Hello,
  type PageRecord,
  PROTOCOL,
  type ToDevtools,
  type ToPanel,
} from './messages.ts';

/**
 * Checks a message at the end of a port. Returns null for a message of another version of the extension, or anything
 * else that is not valid. Evidence is checked as far as the builder relies on it, not down to the last fact.
 */
export type Guard<T> = (message: unknown) => T | null;

export const helloOf: Guard<Hello> = (message) => {
  const it = asObject(message);
  if (it?.type !== 'hello' || it.protocol !== PROTOCOL || !isCount(it.tabId)) return null;
  if (it.role === 'devtools') return text(it.page) ? (message as Hello) : null;
  if (it.role !== 'panel' || !isCount(it.since)) return null;
  return it.journal === null || text(it.journal) ? (message as Hello) : null;
};

export const fromDevtoolsOf: Guard<FromDevtools> = (message) => {
  const it = asObject(message);
  switch (it?.type) {
    case 'ping':
      return { type: 'ping' };
    case 'hello':
      return helloOf(message)?.role === 'devtools' ? (message as FromDevtools) : null;
    case 'records':
      return asArray(it.records)?.every(isPageRecord) ? (message as FromDevtools) : null;
    case 'navigated':
      return text(it.url) ? (message as FromDevtools) : null;
    case 'started':
      return text(it.url) && (it.startedAt === null || isNumber(it.startedAt))
        ? (message as FromDevtools)
        : null;
    default:
      return null;
  }
};

export const fromPanelOf: Guard<FromPanel> = (message) => {
  const it = asObject(message);
  switch (it?.type) {
    case 'ping':
    case 'clear':
      return { type: it.type };
    case 'hello':
      return helloOf(message)?.role === 'panel' ? (message as FromPanel) : null;
    case 'set-recording':
    case 'set-keep-log':
    case 'set-deep-capture':
      return typeof it.on === 'boolean' ? { type: it.type, on: it.on } : null;
    case 'join':
      return asArray(it.events)?.every(isEvidence) ? (message as FromPanel) : null;
    default:
      return null;
  }
};

export const toDevtoolsOf: Guard<ToDevtools> = (message) => {
  const it = asObject(message);
  if (it?.type === 'when-started') return text(it.url) ? (message as ToDevtools) : null;
  if (it?.type === 'unwanted') return asArray(it.records)?.every(isCount) ? (message as ToDevtools) : null;
  if (it?.type === 'forget') return isCount(it.from) ? (message as ToDevtools) : null;
  if (it?.type !== 'welcome' || !isCount(it.have)) return null;
  return it.refillFrom === null || isCount(it.refillFrom) ? (message as ToDevtools) : null;
};

export const toPanelOf: Guard<ToPanel> = (message) => {
  const it = asObject(message);
  if (it?.type === 'state') return isState(asObject(it.state)) ? (message as ToPanel) : null;
  if (it?.type !== 'evidence' || !text(it.journal) || !isCount(it.upTo)) return null;
  const batch = asObject(it.batch);
  if (batch === null || !['nothing', 'clear', 'reset'].includes(String(batch.before))) return null;
  return asArray(batch.events)?.every(isEvidence) ? (message as ToPanel) : null;
};

function isPageRecord(value: unknown): value is PageRecord {
  const it = asObject(value);
  return it !== null && isCount(it.n) && asArray(it.events)?.every(isEvidence) === true;
}

export function isEvidence(value: unknown): value is Evidence {
  const it = asObject(value);
  switch (it?.kind) {
    case 'source':
      return text(it.source);
    case 'request':
      return text(it.source) && text(it.key) && text(it.url) && text(it.method) && isFacts(it.facts);
    case 'attempt':
      return (
        text(it.source) && text(it.key) && (it.index === 'final' || isCount(it.index)) && isFacts(it.facts)
      );
    case 'connection':
      return text(it.source) && text(it.id) && isFacts(it.facts) && isTextList(it.servedBefore ?? []);
    case 'resolution':
      return text(it.source) && text(it.host) && isTextList(it.addresses);
    case 'certificate':
      return text(it.source) && text(it.fingerprint) && isCertificate(asObject(it.certificate));
    case 'elsewhere':
      return text(it.origin) && (it.address === null || text(it.address)) && isNumber(it.at);
    case 'unread-entry':
      return asObject(it.entry) !== null;
    case 'problem': {
      const problem = asObject(it.problem);
      return problem !== null && text(problem.code) && text(problem.message);
    }
    default:
      return false;
  }
}

function isCertificate(certificate: JsonObject | null): boolean {
  return text(certificate?.subject) && text(certificate?.issuer) && isTextList(certificate?.names);
}

function isTextList(value: unknown): boolean {
  return asArray(value)?.every(text) === true;
}

function isState(state: JsonObject | null): boolean {
  const deep = asObject(state?.deep);
  return (
    typeof state?.recording === 'boolean' &&
    typeof state.keepLog === 'boolean' &&
    (['off', 'starting', 'on'].includes(String(deep?.state)) ||
      (deep?.state === 'failed' && text(deep.reason)))
  );
}

const text = (value: unknown): boolean => asString(value) !== null;
const isNumber = (value: unknown): boolean => asNumber(value) !== null;
const isFacts = (value: unknown): boolean => asObject(value) !== null;
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
