import { CaptureBuilder } from '../model/builder/builder.ts';
import type {
  AttemptRecord,
  Capture,
  ConnectionRecord,
  EvidenceSource,
  Phases,
  RequestRecord,
} from '../model/capture.ts';
import type { Origin } from '../model/origin.ts';

/** When the sketched captures begin. The times of sketches count from here, in ms. */
export const SKETCH_START = 1_700_000_000_000;

export interface ConnectionSketch extends Partial<Omit<ConnectionRecord, 'remote' | 'certificate'>> {
  readonly id: string;
  /** `10.0.0.1:443` by default. */
  readonly remote?: string;
  readonly names?: readonly string[];
}

/** A request from before the last clear. */
export interface EarlierSketch extends ConnectionSketch {
  readonly served?: readonly Origin[];
}

export interface RequestSketch
  extends Partial<Omit<RequestRecord, 'id' | 'attempts' | 'requestHeaders' | 'responseHeaders' | 'remote'>> {
  readonly url: string;
  /** Start, ms after {@link SKETCH_START}. */
  readonly at?: number;
  /** From start to end; 30 by default. */
  readonly took?: number;
  readonly connection?: string;
  readonly reused?: boolean;
  readonly stalled?: number;
  /** Duration of the setup that it waited for. */
  readonly setup?: number;
  /** Time to resolve the name, before the setup. */
  readonly dns?: number;
  /** From sending to the first byte of the response; 20 by default. */
  readonly wait?: number;
  readonly requestHeaders?: Readonly<Record<string, string>>;
  readonly responseHeaders?: Readonly<Record<string, string>>;
  /** All attempts, as a log reports them; times from {@link SKETCH_START}. */
  readonly attempts?: readonly Partial<AttemptRecord>[];
}

export interface CaptureSketch {
  /** Chrome by default. */
  readonly browser?: string | null;
  readonly source?: EvidenceSource;
  readonly connections?: readonly ConnectionSketch[];
  readonly earlier?: readonly EarlierSketch[];
  readonly requests: readonly RequestSketch[];
  readonly resolutions?: Readonly<Record<string, readonly string[]>>;
}

/** A capture from only the facts that a test needs. Requests get the ids r1, r2, … in order. */
export function sketchCapture({ browser = 'Chrome', source = 'har', ...sketch }: CaptureSketch): Capture {
  const builder = new CaptureBuilder();
  const named = browser === null ? null : { name: browser, version: '156' };
  builder.apply({ kind: 'source', source, browser: named });
  for (const connection of sketch.connections ?? []) addConnection(builder, connection, source);
  for (const { served = [], ...connection } of sketch.earlier ?? []) {
    addConnection(builder, connection, source, served);
  }
  for (const [i, request] of sketch.requests.entries()) addRequest(builder, request, String(i), source);
  for (const [host, addresses] of Object.entries(sketch.resolutions ?? {})) {
    builder.apply({ kind: 'resolution', source, host, addresses });
  }
  return builder.snapshot();
}

function addConnection(
  builder: CaptureBuilder,
  sketch: ConnectionSketch,
  source: EvidenceSource,
  servedBefore?: readonly Origin[],
): void {
  const { id, remote = '10.0.0.1:443', names, openedAt, closedAt, retiredAt, openedFor, ...rest } = sketch;
  const [address = '', port = '443'] = remote.split(':');
  builder.apply({
    kind: 'connection',
    source,
    id,
    ...(servedBefore && { servedBefore }),
    facts: {
      protocol: 'h2',
      openedFor: openedFor ?? null,
      ...(openedFor && { openedForCertainty: 'derived' }),
      ...rest,
      remote: { address, port: Number(port) },
      certificate: names === undefined ? null : { subject: '', issuer: '', names },
      openedAt: since(openedAt),
      closedAt: since(closedAt),
      retiredAt: since(retiredAt),
    },
  });
}

function addRequest(
  builder: CaptureBuilder,
  sketch: RequestSketch,
  key: string,
  source: EvidenceSource,
): void {
  const { url, at = 0, took = 30, connection, reused, stalled, setup, dns, wait, attempts, ...rest } = sketch;
  const { requestHeaders, responseHeaders, method = 'GET', status = 200, ...facts } = rest;
  const startedAt = SKETCH_START + at;
  builder.apply({
    kind: 'request',
    source,
    key,
    url,
    method,
    facts: {
      ...facts,
      status,
      startedAt,
      endedAt: startedAt + took,
      requestHeaders: headers(requestHeaders),
      responseHeaders: headers(responseHeaders),
      attemptsComplete: attempts !== undefined,
    },
  });
  attempts?.forEach((attempt, index) => {
    const times = { startedAt: since(attempt.startedAt), endedAt: since(attempt.endedAt) };
    builder.apply({ kind: 'attempt', source, key, index, facts: { ...attempt, ...times } });
  });
  if (connection === undefined || attempts !== undefined) return;
  const phases = { ...phasesOf(stalled ?? 0, setup ?? null, wait ?? 20), dns: dns ?? null };
  builder.apply({
    kind: 'attempt',
    source,
    key,
    index: 'final',
    facts: {
      connection,
      status,
      error: sketch.error ?? null,
      reused: reused ?? true,
      startedAt: startedAt + (stalled ?? 0) + (dns ?? 0) + (setup ?? 0),
      endedAt: startedAt + took,
      phases,
    },
  });
}

function phasesOf(stalled: number, setup: number | null, wait: number): Phases {
  const tls = setup === null ? null : setup / 2;
  return { queued: 0, stalled, proxy: null, dns: null, connect: tls, tls, send: 0, wait, receive: 1 };
}

function since(ms: number | null | undefined): number | null {
  return ms === null || ms === undefined ? null : SKETCH_START + ms;
}

function headers(record: Readonly<Record<string, string>> | undefined) {
  return record === undefined ? null : Object.entries(record).map(([name, value]) => ({ name, value }));
}
