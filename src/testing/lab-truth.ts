import type { Capture } from '../model/capture.ts';
import { hostOf, originParts } from '../model/origin.ts';
import { readFixtureText } from './fixtures.ts';

/** The log of the servers of e2e/lab (e2e/lab/log.ts), as saved with a recording. */
export interface LabTruth {
  readonly attempts: readonly {
    readonly connection: number;
    readonly stream: number | null;
    readonly authority: string;
    readonly method: string;
    readonly path: string;
    readonly status: number | null;
    /** Size of the request's body; null if it was not received completely. */
    readonly bodySize: number | null;
    /** Time of arrival, epoch ms. */
    readonly at: number;
    readonly sni: string;
  }[];
  readonly connections: readonly {
    readonly connection: number;
    readonly protocol: string;
    readonly sni: string;
    /** Time when its handshake was complete, epoch ms. */
    readonly openedAt: number;
  }[];
}

/** One attempt of a request, as either side reports it. A connection is named by the first request on it. */
export interface Sending {
  readonly connection: string;
  readonly openedFor: string | null;
  readonly protocol: string | null;
  readonly stream: number | null;
  readonly status: number | null;
}

/** The attempts of each request, by method, host with port, and path. No recording makes the same request twice. */
export type Sendings = Readonly<Record<string, readonly Sending[]>>;

export function readTruth(name: string): LabTruth {
  return JSON.parse(readFixtureText(`netlog/${name}.truth.json.gz`));
}

export function sentByTruth({ attempts, connections }: LabTruth): Sendings {
  const names = new Map<number, string>();
  const protocols = new Map(connections.map(({ connection, protocol }) => [connection, protocol]));
  const sendings: Record<string, Sending[]> = {};
  for (const { connection, stream, authority, method, path, status, sni } of attempts) {
    const key = `${method} ${authority}${path}`;
    const sent = sendings[key] ?? [];
    sendings[key] = sent;
    if (!names.has(connection)) names.set(connection, `that of ${key}, ${sent.length}`);
    sent.push({
      connection: names.get(connection) ?? '',
      openedFor: sni,
      protocol: protocols.get(connection) ?? null,
      stream,
      status,
    });
  }
  return sendings;
}

/** What a capture states about the requests in the servers' log. Streams that no server reported are omitted. */
export function sentByCapture(capture: Capture, truth: LabTruth): Sendings {
  const connections = new Map(capture.connections.map((connection) => [connection.id, connection]));
  const actual = sentByTruth(truth);
  const requests = new Map(
    capture.requests.flatMap((request) => {
      const { host, port } = originParts(request.url) ?? {};
      const path = request.url.replace(/^\w+:\/\/[^/]+/, '');
      const key = `${request.method} ${host}:${port}${path}`;
      return key in actual ? [[key, request]] : [];
    }),
  );
  const names = new Map<string, string>();
  // In the order of arrival, which also determines the server's names for its connections.
  for (const [key, index] of orderOf(truth)) {
    const id = requests.get(key)?.attempts[index]?.connection;
    if (id && !names.has(id)) names.set(id, `that of ${key}, ${index}`);
  }
  const sendings: Record<string, Sending[]> = {};
  for (const [key, { attempts }] of requests) {
    sendings[key] = attempts.map((attempt, index) => {
      const connection = connections.get(attempt.connection ?? '');
      return {
        connection: names.get(attempt.connection ?? '') ?? 'none',
        openedFor: hostOf(connection?.openedFor ?? ''),
        protocol: connection?.protocol ?? null,
        stream: actual[key]?.[index]?.stream === null ? null : attempt.stream,
        status: attempt.status,
      };
    });
  }
  return sendings;
}

function orderOf({ attempts }: LabTruth): [key: string, index: number][] {
  const seen = new Map<string, number>();
  return attempts.map(({ method, authority, path }) => {
    const key = `${method} ${authority}${path}`;
    const index = seen.get(key) ?? 0;
    seen.set(key, index + 1);
    return [key, index];
  });
}
