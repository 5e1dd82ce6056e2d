import type { Remote } from '../../model/capture.ts';
import { originParts } from '../../model/origin.ts';
import { parseAddress, parsePort } from '../http.ts';
import { asNumber, asObject, asString, type JsonObject } from '../json.ts';
import { type HarDialect, runOf } from './dialect.ts';

// Reads the connection that an entry was sent on from each writer's own fields.

/** Null where the writer does not identify connections: they are then reconstructed, or unknown. */
export function connectionId(entry: JsonObject, { writer, connection, onlyRun }: HarDialect): string | null {
  if (writer === 'webpagetest') {
    const socket = asNumber(entry._socket);
    if (socket === null || socket <= 0) return null;
    const run = runOf(entry);
    return run === onlyRun ? String(socket) : `${run}:${socket}`;
  }
  const own = entry._connectionId ?? (connection === 'id' ? entry.connection : null);
  const text = typeof own === 'number' ? String(own) : asString(own);
  // Fiddler writes `ClientPort:50001;EgressPort:60001`: the browser's connection to it, and its own to the server.
  const id = /^ClientPort:(\d+);/.exec(text ?? '')?.[1] ?? text;
  return id === null || id === '' || id === '0' ? null : id;
}

/** Whether the connection was already open; null where the entry does not say. */
export function reusedConnection(
  entry: JsonObject,
  id: string | null,
  { writer }: HarDialect,
): boolean | null {
  const timings = asObject(entry.timings);
  const connect = asNumber(timings?.connect);
  const dialled = (connect ?? -1) > 0 || (asNumber(timings?.ssl) ?? -1) > 0;
  switch (writer) {
    case 'chrome':
      if (connect !== null && connect >= 0) return false;
      // A request that failed early has -1 everywhere, which means nothing.
      return connect === -1 && id !== null && (asNumber(timings?.send) ?? -1) >= 0 ? true : null;
    case 'webpagetest':
      // A setup that took none of the request's time (0-RTT, preconnect) has no `connect`, but has its start.
      return (connect ?? -1) >= 0 || (asNumber(entry._connect_start) ?? -1) >= 0 ? false : null;
    case 'proxy':
      // The times are those of the proxy's connection to the server, which is not the connection that is named.
      return null;
    default:
      return dialled ? false : null;
  }
}

export function remoteOf(entry: JsonObject, url: string, { writer, connection }: HarDialect): Remote | null {
  const address = parseAddress(entry.serverIPAddress) ?? parseAddress(entry._ip_addr);
  if (address === null) return null;
  const ownPort = entry._serverPort ?? entry._server_port;
  // In an annotated HAR, `connection` holds the id even where the browser wrote the port.
  const isPort =
    connection === 'port' && writer !== 'webpagetest' && entry.connection !== entry._connectionId;
  const port = parsePort(ownPort) ?? (isPort ? parsePort(entry.connection) : null) ?? originParts(url)?.port;
  return port === undefined ? null : { address, port };
}
