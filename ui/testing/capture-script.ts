import type {
  AnalysedAttempt,
  AnalysedConnection,
  AnalysedRequest,
  Analysis,
} from '../../src/analysis/analysis.ts';
import { analyze } from '../../src/analysis/analyze.ts';
import { CaptureBuilder } from '../../src/model/builder/builder.ts';
import type {
  AttemptRecord,
  ConnectionId,
  ConnectionRecord,
  Phases,
  RequestId,
} from '../../src/model/capture.ts';
import type { RequestFacts } from '../../src/model/evidence.ts';
import { NO_PHASES } from '../../src/sources/setup-phases.ts';

/** Invented captures for tests and benchmarks: realistic, and the same every time. */

const ZERO = 1_700_000_000_000;

/** Builds a capture with the evidence of a NetLog: every attempt, with its connection. */
export class CaptureScript {
  readonly #builder = new CaptureBuilder();
  #requests = 0;

  constructor() {
    this.#builder.apply({
      kind: 'source',
      source: 'netlog',
      browser: { name: 'Chromium', version: '140.0' },
    });
  }

  connection(id: ConnectionId, at: number, facts: Partial<ConnectionRecord>): this {
    this.#builder.apply({
      kind: 'connection',
      source: 'netlog',
      id,
      facts: {
        protocol: 'h2',
        remote: { address: '203.0.113.7', port: 443 },
        openedAt: ZERO + at,
        openedForCertainty: 'observed',
        setup: { dns: 4, connect: 9, tls: 14 },
        ...facts,
      },
    });
    return this;
  }

  /** Adds a request; each attempt has a connection, a start and a length, and optionally more. */
  request(
    url: string,
    attempts: readonly AttemptSketch[],
    facts: RequestFacts & { readonly method?: string } = {},
  ): RequestId {
    const key = String(++this.#requests);
    const { method = 'GET', ...rest } = facts;
    const first = attempts[0];
    const last = attempts.at(-1);
    this.#builder.apply({
      kind: 'request',
      source: 'netlog',
      key,
      url,
      method,
      facts: {
        startedAt: first === undefined ? ZERO : ZERO + first.at,
        endedAt: last?.for == null ? null : ZERO + last.at + last.for,
        status: last?.status ?? 200,
        ...rest,
      },
    });
    attempts.forEach((attempt, index) => {
      this.#builder.apply({ kind: 'attempt', source: 'netlog', key, index, facts: factsOf(attempt, index) });
    });
    return `r${key}`;
  }

  analysis(): Analysis {
    return analyze(this.#builder.snapshot());
  }
}

export interface AttemptSketch {
  readonly on: ConnectionId | null;
  readonly at: number;
  /** Null when it had not ended. */
  readonly for: number | null;
  readonly status?: number;
  readonly error?: string;
  readonly waited?: Partial<Phases>;
}

function factsOf(sketch: AttemptSketch, index: number): Partial<AttemptRecord> {
  const { on, at, waited } = sketch;
  const length = sketch.for;
  const misdirected = sketch.status === 421;
  return {
    connection: on,
    stream: 2 * index + 1,
    status: length === null || sketch.error !== undefined ? null : (sketch.status ?? 200),
    error: sketch.error ?? null,
    startedAt: ZERO + at,
    endedAt: length === null ? null : ZERO + at + length,
    reused: waited === undefined,
    restart: misdirected ? 'misdirected' : null,
    phases:
      waited === undefined || length === null
        ? null
        : { ...NO_PHASES, send: 1, wait: Math.max(1, length - sum(waited) - 3), receive: 2, ...waited },
  };
}

function sum(waited: Partial<Phases>): number {
  return Object.values(waited).reduce<number>((total, ms) => total + (ms ?? 0), 0);
}

/** Changes conclusions, for cases that the engine does not conclude from a NetLog. */
export function withAttempts(
  analysis: Analysis,
  change: (
    request: AnalysedRequest,
    attempt: AnalysedAttempt,
    index: number,
  ) => Partial<AnalysedAttempt> | null,
): Analysis {
  const requests = new Map<RequestId, AnalysedRequest>();
  for (const [id, request] of analysis.requests) {
    const attempts = request.attempts.map((attempt, i) => ({ ...attempt, ...change(request, attempt, i) }));
    requests.set(id, { ...request, attempts });
  }
  return { ...analysis, requests, connections: withoutMoved(analysis, requests) };
}

/** Links two requests as re-sent by the page itself. */
export function withPageResend(analysis: Analysis, from: RequestId, to: RequestId): Analysis {
  const requests = new Map(analysis.requests);
  const [first, second] = [requests.get(from), requests.get(to)];
  if (first !== undefined) requests.set(from, { ...first, resentAs: to });
  if (second !== undefined) requests.set(to, { ...second, resendOf: from });
  return { ...analysis, requests };
}

/** Removes attempts from connections that they no longer refer to. */
function withoutMoved(
  { connections }: Analysis,
  requests: ReadonlyMap<RequestId, AnalysedRequest>,
): ReadonlyMap<ConnectionId, AnalysedConnection> {
  return new Map(
    [...connections].map(([id, connection]) => [
      id,
      {
        ...connection,
        attempts: connection.attempts.filter(
          ({ request, index }) => requests.get(request)?.attempts[index]?.connection === id,
        ),
      },
    ]),
  );
}

/** Pseudo-random numbers between 0 and 1, the same on every run. */
export function pseudoRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
