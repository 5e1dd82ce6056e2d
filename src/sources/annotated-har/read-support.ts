import type { EvidenceSource, Phases } from '../../model/capture.ts';
import { SOURCES_BEST_FIRST } from '../../model/evidence-sources.ts';
import { asArray, asNumber, asObject, asString, type JsonObject } from '../json.ts';
import { decimal, flag, integerIn, list, object, oneOf, origin, type Shape, text } from './shape.ts';
import type { ConnectionSupport, EarlierSupport, EntrySupport, LogSupport } from './support.ts';

// The file may have been edited, or made to harm: only what has the right type is taken over.

const source: Shape = oneOf(...SOURCES_BEST_FIRST);
const protocol = oneOf('http/1.1', 'h2', 'h3');
const certainty = oneOf('observed', 'derived', 'inferred', 'unknown');
const header = whole({ name: text, value: text });
const remote = whole({ address: text, port: integerIn(0, 65_535) });
const certificate = whole({ subject: text, issuer: text, names: list(text) });
const refusal = whole({ origin, reason: oneOf('address', 'certificate', 'origin-frame') });
const browser = whole({ name: text, version: text });

const PHASES = ['queued', 'stalled', 'proxy', 'dns', 'connect', 'tls', 'send', 'wait', 'receive'] as const;

/** Each phase is there, null or a number. */
const phases: Shape = (value) => {
  const told = asObject(value);
  return told === null ? undefined : (onlyNumbers(told, PHASES) as unknown as Phases);
};

const setup: Shape = (value) => {
  const told = asObject(value);
  return told === null ? undefined : onlyNumbers(told, ['dns', 'connect', 'tls']);
};

const requestFacts = only({
  startedAt: decimal,
  endedAt: decimal,
  status: integerIn(0, 999),
  error: text,
  fromCache: flag,
  fromServiceWorker: flag,
  protocol,
  remote,
  resourceType: text,
  initiator: text,
  requestHeaders: list(header),
  responseHeaders: list(header),
  responseBody: text,
  transferSize: decimal,
  privacyMode: flag,
  partition: text,
  certificateId: text,
  discardedType: text,
  tunnelStatus: integerIn(0, 999),
  redirectedTo: text,
  attemptsComplete: flag,
});

const attemptFacts = only({
  connection: text,
  stream: integerIn(0),
  status: integerIn(0, 999),
  error: text,
  startedAt: decimal,
  endedAt: decimal,
  reused: flag,
  restart: oneOf('misdirected', 'error'),
  phases,
  bodySent: integerIn(0),
  answerHeaders: list(header),
});

const connectionFacts = only({
  protocol,
  remote,
  openedFor: origin,
  openedForCertainty: certainty,
  openedAt: decimal,
  closedAt: decimal,
  closeReason: text,
  certificate,
  clientCertificate: flag,
  privacyMode: flag,
  credentials: oneOf('all', 'none', 'no-client-certificates', 'partitioned'),
  partition: text,
  proxy: text,
  setup,
  originFrame: list(origin),
  originFrameAt: decimal,
  retiredAt: decimal,
  refused: list(refusal),
  supersededBy: text,
});

/** What stands beside the log, or null where nothing readable does. */
export function readLogSupport(value: unknown): LogSupport | null {
  const told = asObject(value);
  if (told === null) return null;
  return {
    sources: sourcesOf(told),
    browser: (browser(told.browser) ?? null) as LogSupport['browser'],
    truncated: told.truncated === true,
    problems: items(
      told.problems,
      whole({ code: text, message: text }, { line: integerIn(1) }),
    ) as LogSupport['problems'],
    connections: (asArray(told.connections) ?? []).flatMap(readConnection),
    earlierConnections: (asArray(told.earlierConnections) ?? []).flatMap(readEarlier),
    resolutions: items(
      told.resolutions,
      whole({ host: text, addresses: list(text) }),
    ) as LogSupport['resolutions'],
    elsewhere: items(
      told.elsewhere,
      whole({ origin, firstAt: decimal, lastAt: decimal, requests: integerIn(0) }, { address: text }),
    ) as LogSupport['elsewhere'],
    certificates: items(
      told.certificates,
      whole({ fingerprint: text, certificate }),
    ) as LogSupport['certificates'],
  };
}

/** What stands beside an entry, or null where nothing readable does. */
export function readEntrySupport(value: unknown): EntrySupport | null {
  const told = asObject(value);
  const url = asString(told?.url);
  const method = asString(told?.method);
  if (told === null || url === null || method === null) return null;
  return {
    url,
    method,
    sources: sourcesOf(told),
    facts: (requestFacts(told.facts) ?? {}) as EntrySupport['facts'],
    attempts: items(told.attempts, attemptFacts) as EntrySupport['attempts'],
  };
}

function readConnection(value: unknown): ConnectionSupport[] {
  const told = asObject(value);
  const id = asString(told?.id);
  if (told === null || id === null) return [];
  const facts = (connectionFacts(told.facts) ?? {}) as ConnectionSupport['facts'];
  return [{ id, sources: sourcesOf(told), facts }];
}

function readEarlier(value: unknown): EarlierSupport[] {
  const servedBefore = items(asObject(value)?.servedBefore, origin) as string[];
  return readConnection(value).map((connection) => ({ ...connection, servedBefore }));
}

function sourcesOf(told: JsonObject): readonly EvidenceSource[] {
  return items(told.sources, source) as EvidenceSource[];
}

function items(value: unknown, item: Shape): unknown[] {
  return (list(item)(value) ?? []) as unknown[];
}

/** An object of these fields alone, without those that do not fit. */
function only(fields: Readonly<Record<string, Shape>>): Shape {
  const fitted = object({ required: {}, optional: fields });
  return (value) => {
    const told = asObject(fitted(value));
    if (told === null) return undefined;
    return Object.fromEntries(Object.entries(told).filter(([key]) => Object.hasOwn(fields, key)));
  };
}

/** An object of these fields alone, the required ones all there and right, or nothing. */
function whole(
  required: Readonly<Record<string, Shape>>,
  optional: Readonly<Record<string, Shape>> = {},
): Shape {
  return (value) => {
    const told = asObject(value);
    if (told === null) return undefined;
    const fitted = Object.entries({ ...required, ...optional })
      .map(([key, shape]) => [key, shape(told[key])] as const)
      .filter(([, field]) => field !== undefined);
    const made = Object.fromEntries(fitted);
    return Object.keys(required).every((key) => Object.hasOwn(made, key)) ? made : undefined;
  };
}

function onlyNumbers(told: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.map((key) => [key, asNumber(told[key])]));
}
