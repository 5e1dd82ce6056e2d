import type { ConnectionEvidence } from '../../model/evidence.ts';
import { originOf } from '../../model/origin.ts';
import { asArray, asNumber, asObject, asString } from '../json.ts';
import { poolOfMode } from './connections/privacy-mode.ts';
import { proxyName } from './connections/proxy-name.ts';

/** The facts of an HTTP/2 session when the log was stopped. */
export interface PolledSession {
  readonly source: number;
  readonly facts: ConnectionEvidence['facts'];
}

/**
 * The HTTP/2 sessions in a log's `polledData` (net/log/net_log_util.cc, GetNetInfo; SpdySession::GetInfoAsValue): an
 * object, or an array with one for each network context, of the shape `{"spdySessionInfo": [{"source_id": 73,
 * "host_port_pair": "a.test:443", "proxy": "[direct://]", …}]}`. QUIC sessions are listed without a source id, so they
 * cannot be identified.
 */
export function polledSessions(polledData: unknown): PolledSession[] {
  const contexts = asArray(polledData) ?? [polledData];
  return contexts.flatMap((context) =>
    (asArray(asObject(context)?.spdySessionInfo) ?? []).flatMap((item) => polledSession(item) ?? []),
  );
}

function polledSession(item: unknown): PolledSession | null {
  const info = asObject(item);
  const source = asNumber(info?.source_id);
  const openedFor = originOf(`https://${asString(info?.host_port_pair) ?? ''}`);
  if (info === null || source === null || openedFor === null) return null;
  const facts = {
    protocol: 'h2',
    openedFor,
    openedForCertainty: 'observed',
    proxy: proxyName(asString(info.proxy)),
    partition: asString(info.network_anonymization_key),
    ...poolOfMode(asObject(info.spdy_session_key)?.privacy_mode),
  } as const;
  return { source, facts };
}
