import type { Header, Protocol, RequestRecord } from '../../model/capture.ts';
import type { Origin } from '../../model/origin.ts';
import type { AnalysedConnection, OwnService } from '../analysis.ts';
import type { FindingContext } from '../findings/context.ts';
import { featuresOf } from '../misrouting/features.ts';

/** How an origin is served on its own connections, with what only the hazard rule needs. */
export interface ServedAlone {
  readonly service: OwnService;
  /** Equal for the same software; null if it is unknown or the answers name several. */
  readonly software: string | null;
  /** Marks that intermediate servers put on answers; such a server picks the site by the request. */
  readonly fronts: ReadonlySet<string>;
}

/** Header fields of CDNs and gateways, which serve many hosts from one address on purpose. */
const FRONT_MARKS = new Set([
  ...['via', 'cf-ray', 'x-amz-cf-id', 'x-served-by', 'x-azure-ref', 'x-envoy-upstream-service-time'],
  ...['x-cache', 'x-vercel-id', 'x-nf-request-id', 'x-akamai-transformed', 'x-fastly-request-id'],
]);

/** Facts from the good answers on one connection to the origin that it was opened for. */
interface Answers {
  readonly count: number;
  /** Names of the software: the compared form, and the form that is shown. */
  readonly names: ReadonlyMap<string, string>;
  readonly fronts: ReadonlySet<string>;
}

/** How origins are served on their own connections. Each connection is read once, even if several certificates name its origin. */
export class OwnServices {
  readonly #requests: FindingContext['requests'];
  readonly #answers = new Map<AnalysedConnection, Answers>();

  constructor({ requests }: FindingContext) {
    this.#requests = requests;
  }

  /** How `origin` answers correctly on these connections, all opened for it; null if it never did. */
  of(origin: Origin, connections: readonly AnalysedConnection[]): ServedAlone | null {
    const names = new Map<string, string>();
    const fronts = new Set<string>();
    const protocols = new Set<Protocol | null>();
    for (const connection of connections) {
      const answers = this.#answersOn(connection);
      if (answers.count > 0) protocols.add(connection.record.protocol);
      for (const [key, shown] of answers.names) names.set(key, shown);
      for (const mark of answers.fronts) fronts.add(mark);
    }
    if (protocols.size === 0) return null;
    const [[software, server] = [null, '']] = names.size === 1 ? names : [];
    return {
      service: {
        origin,
        server,
        protocol: protocols.size === 1 ? ([...protocols][0] ?? null) : null,
        clientCertificate: connections.some(({ record }) => record.clientCertificate === true),
      },
      software: software === '' ? null : software,
      fronts,
    };
  }

  #answersOn(connection: AnalysedConnection): Answers {
    const known = this.#answers.get(connection) ?? this.#read(connection);
    this.#answers.set(connection, known);
    return known;
  }

  #read({ record: { openedFor }, attempts }: AnalysedConnection): Answers {
    const names = new Map<string, string>();
    const fronts = new Set<string>();
    let count = 0;
    for (const { request, index } of attempts) {
      const { record, attempts: made } = this.#requests.get(request) ?? { record: null, attempts: [] };
      if (record === null || index !== made.length - 1 || !isComparable(record, openedFor)) continue;
      count += 1;
      const software = featuresOf(record)?.server;
      if (software !== null && software !== undefined) names.set(software.key, software.shown);
      for (const mark of marksOn(record.responseHeaders ?? [])) fronts.add(mark);
    }
    return { count, names, fronts };
  }
}

function isComparable(
  { origin: asked, status, fromCache, fromServiceWorker }: RequestRecord,
  origin: Origin | null,
) {
  const fromThere = asked === origin && !fromCache && !fromServiceWorker;
  return fromThere && status !== null && status >= 200 && status < 300;
}

function marksOn(headers: readonly Header[]): string[] {
  return headers.map(({ name }) => name.toLowerCase()).filter((name) => FRONT_MARKS.has(name));
}
