import type { EvidenceSource, Phases } from '../../model/capture.ts';
import { SOURCES_BEST_FIRST } from '../../model/evidence-sources.ts';
import { asArray, asNumber, asObject, asString, type JsonObject } from '../json.ts';
import { NO_PHASES } from '../setup-phases.ts';
import { decimal, flag, integerIn, list, object, oneOf, origin, type Shape, text } from './shape.ts';
import type { ConnectionSupport, EarlierSupport, EntrySupport, LogSupport } from './support.ts';

// The file may have been edited, or may be malicious: only values of the right type are accepted.

const source: Shape = oneOf(...SOURCES_BEST_FIRST);
const protocol = oneOf('http/1.1', 'h2', 'h3');
const certainty = oneOf('observed', 'derived', 'inferred', 'unknown');
const header = whole({ name: text, value: text });
const remote = whole({ address: text, port: integerIn(0, 65_535) });
const certificate = whole({ subject: text, issuer: text, names: list(text) });
const refusal = whole({ origin, reason: oneOf('address', 'certificate', 'origin-frame') });
const browser = whole({ name: text, version: text });

const PHASES = Object.keys(NO_PHASES);

/** Every phase is present, as a number or null. */
const phases: Shape = (value) => {
  const given = asObject(value);
  return given === null ? undefined : (onlyNumbers(given, PHASES) as unknown as Phases);
};

const setup: Shape = (value) => {
  const given = asObject(value);
  return given === null ? undefined : onlyNumbers(given, ['dns', 'connect', 'tls']);
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

/** The support data of the log, or null if there is none that can be read. */
export function readLogSupport(value: unknown): LogSupport | null {
  const given = asObject(value);
  if (given === null) return null;
  return {
    sources: sourcesOf(given),
    browser: (browser(given.browser) ?? null) as LogSupport['browser'],
    truncated: given.truncated === true,
    problems: items(
      given.problems,
      whole({ code: text, message: text }, { line: integerIn(1) }),
    ) as LogSupport['problems'],
    connections: (asArray(given.connections) ?? []).flatMap(readConnection),
    earlierConnections: (asArray(given.earlierConnections) ?? []).flatMap(readEarlier),
    resolutions: items(
      given.resolutions,
      whole({ host: text, addresses: list(text) }),
    ) as LogSupport['resolutions'],
    elsewhere: items(
      given.elsewhere,
      whole({ origin, firstAt: decimal, lastAt: decimal, requests: integerIn(0) }, { address: text }),
    ) as LogSupport['elsewhere'],
    certificates: items(
      given.certificates,
      whole({ fingerprint: text, certificate }),
    ) as LogSupport['certificates'],
  };
}

/** The support data of an entry, or null if there is none that can be read. */
export function readEntrySupport(value: unknown): EntrySupport | null {
  const given = asObject(value);
  const url = asString(given?.url);
  const method = asString(given?.method);
  if (given === null || url === null || method === null) return null;
  return {
    url,
    method,
    sources: sourcesOf(given),
    facts: (requestFacts(given.facts) ?? {}) as EntrySupport['facts'],
    attempts: items(given.attempts, attemptFacts) as EntrySupport['attempts'],
  };
}

function readConnection(value: unknown): ConnectionSupport[] {
  const given = asObject(value);
  const id = asString(given?.id);
  if (given === null || id === null) return [];
  const facts = (connectionFacts(given.facts) ?? {}) as ConnectionSupport['facts'];
  return [{ id, sources: sourcesOf(given), facts }];
}

function readEarlier(value: unknown): EarlierSupport[] {
  const servedBefore = items(asObject(value)?.servedBefore, origin) as string[];
  return readConnection(value).map((connection) => ({ ...connection, servedBefore }));
}

function sourcesOf(given: JsonObject): readonly EvidenceSource[] {
  return items(given.sources, source) as EvidenceSource[];
}

function items(value: unknown, item: Shape): unknown[] {
  return (list(item)(value) ?? []) as unknown[];
}

/** An object with only these fields, without those that do not fit. */
function only(fields: Readonly<Record<string, Shape>>): Shape {
  const fitted = object({ required: {}, optional: fields });
  return (value) => {
    const given = asObject(fitted(value));
    if (given === null) return undefined;
    return Object.fromEntries(Object.entries(given).filter(([key]) => Object.hasOwn(fields, key)));
  };
}

/** An object with only these fields; undefined unless all required ones are present and valid. */
function whole(
  required: Readonly<Record<string, Shape>>,
  optional: Readonly<Record<string, Shape>> = {},
): Shape {
  return (value) => {
    const given = asObject(value);
    if (given === null) return undefined;
    const fitted = Object.entries({ ...required, ...optional })
      .map(([key, shape]) => [key, shape(given[key])] as const)
      .filter(([, field]) => field !== undefined);
    const made = Object.fromEntries(fitted);
    return Object.keys(required).every((key) => Object.hasOwn(made, key)) ? made : undefined;
  };
}

function onlyNumbers(given: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.map((key) => [key, asNumber(given[key])]));
}
