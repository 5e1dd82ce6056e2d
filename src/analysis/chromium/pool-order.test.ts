import { expect, it } from 'vitest';
import type { Capture, ConnectionRecord, EpochMs } from '../../model/capture.ts';
import { hostOf } from '../../model/origin.ts';
import { createNetLogReader } from '../../sources/netlog/netlog-reader.ts';
import { CHROMIUM_RUNS, captureOf, readFixtureText } from '../../testing/fixtures.ts';
import { certificateCovers } from '../connections/certificate-names.ts';

/**
 * Checks the rule that candidates.ts uses against Chromium's own logs: of several connections in one pool that
 * could carry a request for another origin, it takes the one it has had longest.
 */
it('Chromium shares the oldest connection of the pool', () => {
  let choices = 0;
  for (const run of CHROMIUM_RUNS) {
    const text = readFixtureText(`chromium/${run}.netlog.json.gz`);
    const capture = captureOf(createNetLogReader, text);
    const pool = privacyModes(text, capture);
    for (const { record, at, host } of sharedAttempts(capture)) {
      const could = capture.connections.filter(
        (other) => isUsable(other, at) && isAlike(other, record, pool) && covers(other, host),
      );
      if (could.length < 2) continue;
      choices += 1;
      could.sort((a, b) => (a.openedAt ?? 0) - (b.openedAt ?? 0));
      expect(could[0]?.id, `${run} ${host} at ${at}`).toBe(record.id);
    }
  }
  expect(choices).toBeGreaterThan(40);
});

function* sharedAttempts(capture: Capture) {
  const byId = new Map(capture.connections.map((record) => [record.id, record]));
  for (const { attempts, origin, url } of capture.requests) {
    for (const { connection, startedAt: at } of attempts) {
      const record = byId.get(connection ?? '');
      if (record && record.openedFor !== origin && at !== null) yield { record, at, host: hostOf(url) ?? '' };
    }
  }
}

function isUsable({ openedAt, closedAt, setup, openedFor }: ConnectionRecord, at: EpochMs): boolean {
  if (openedAt === null || openedFor === null) return false;
  const ready = openedAt + (setup?.connect ?? 0) + (setup?.tls ?? 0);
  return ready <= at + 1 && (closedAt === null || closedAt > at);
}

function isAlike(a: ConnectionRecord, b: ConnectionRecord, pool: ReadonlyMap<string, string>): boolean {
  const address = ({ remote }: ConnectionRecord) => `${remote?.address} ${remote?.port}`;
  return pool.has(a.id) && pool.get(a.id) === pool.get(b.id) && address(a) === address(b);
}

function covers({ certificate }: ConnectionRecord, host: string): boolean {
  return certificate !== null && certificateCovers(certificate, host);
}

interface RawLog {
  readonly constants: { readonly logSourceType: { readonly URL_REQUEST: number } };
  readonly events: readonly {
    readonly source: { readonly id: number; readonly type: number };
    readonly params?: { readonly privacy_mode?: string; readonly url?: string; readonly method?: string };
  }[];
}

/** A connection's privacy mode, which has more values than with and without, by a request that was sent on it. */
function privacyModes(text: string, capture: Capture): Map<string, string> {
  const { constants, events }: RawLog = JSON.parse(text);
  const modes = new Map<number, string>();
  const sources = new Map<string, number>();
  for (const { source, params } of events) {
    if (source.type !== constants.logSourceType.URL_REQUEST) continue;
    if (params?.privacy_mode !== undefined) modes.set(source.id, params.privacy_mode);
    if (params?.url !== undefined && params.method !== undefined)
      sources.set(`${params.method} ${params.url}`, source.id);
  }
  const byConnection = new Map<string, string>();
  for (const { method, url, attempts } of capture.requests) {
    const mode = modes.get(sources.get(`${method} ${url}`) ?? -1);
    for (const { connection } of attempts) {
      if (connection !== null && mode !== undefined) byConnection.set(connection, mode);
    }
  }
  return byConnection;
}
