import type { RefusalReason } from '../../../model/capture.ts';
import { hostOf } from '../../../model/origin.ts';
import { type Handlers, type LogContext, matching } from '../lines/message.ts';
import type { Connection } from './connection.ts';
import { type ConnectionKey, parseConnectionKey } from './connection-key.ts';
import type { ConnectionsByPointer } from './connections-by-pointer.ts';

/**
 * Firefox's messages about sharing connections (level 5, nsHttpConnectionMgr.cpp): which open connection it considered
 * for another host and why it was refused, which new one was given up for an open one, and the addresses of hosts.
 */
export class CoalescingLines {
  readonly #connections: ConnectionsByPointer;
  readonly handlers: Handlers;

  constructor(context: LogContext, connections: ConnectionsByPointer) {
    this.#connections = connections;
    this.handlers = {
      'FindCoalescableConnectionByHashKey()': matching(
        /^FindCoalescableConnectionByHashKey\(\) found match conn=([0-9a-f]+) key=\d+ newCI=(.+?) matchedCI=.* join (ok|failed)$/,
        ([connection = '', key = '', joined], { thread }) => {
          thread.match = null;
          if (joined === 'ok') thread.match = { connection, key };
          else this.#refuse(connections.get(connection), key, null);
        },
        'ignored',
      ),
      '>': matching(
        /^> (coalescing$|not coalescing as remote address not present in DNS records)/,
        ([decision], { thread }) => {
          const { match } = thread;
          thread.match = null;
          if (match === null || decision === 'coalescing') return;
          this.#refuse(connections.get(match.connection), match.key, 'address');
        },
        'ignored',
      ),
      'UpdateCoalescingForNewConn()': matching(
        /graceful close of newConn=([0-9a-f]+) to migrate to existingConn ([0-9a-f]+)/,
        ([ghost = '', existing = '']) => {
          const given = connections.get(ghost);
          const kept = connections.get(existing);
          if (given !== undefined && kept !== undefined) connections.emit(given, { supersededBy: kept.id });
        },
        'ignored',
      ),
      'ConnectionEntry::MaybeProcessCoalescingKeys': matching(
        /Established New Coalescing Key # \d+ for host (\S+) \[([0-9a-f.:]+)~[^\]]*\]viaDNS\]/i,
        ([host = '', address = '']) => {
          context.emit({
            kind: 'resolution',
            source: 'moz-log',
            host: host.toLowerCase(),
            addresses: [address],
          });
        },
        'ignored',
      ),
    };
  }

  /** Without a `reason`, the connection itself did not allow it: by its ORIGIN frame, or else its certificate. */
  #refuse(connection: Connection | undefined, text: string, reason: RefusalReason | null): void {
    const wanted = parseConnectionKey(text);
    if (connection === undefined || connection.retired || connection.closed || wanted?.origin == null) return;
    if (!isOther(connection, wanted) || connection.refused.some(({ origin }) => origin === wanted.origin))
      return;
    const { originFrame } = connection;
    const unlisted = originFrame !== null && !originFrame.includes(wanted.origin);
    const why = reason ?? (unlisted ? 'origin-frame' : 'certificate');
    connection.refused = [...connection.refused, { origin: wanted.origin, reason: why }];
    this.#connections.emit(connection, { refused: connection.refused });
  }
}

function isOther({ key, host }: Connection, { origin }: ConnectionKey): boolean {
  return key === null ? hostOf(origin ?? '') !== host : key.origin !== origin;
}
