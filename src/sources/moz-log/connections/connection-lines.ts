import { type Handlers, matching } from '../lines/message.ts';
import { errorName } from '../requests/status-codes.ts';
import type { ConnectionsByPointer } from './connections-by-pointer.ts';
import type { SocketAddresses } from './socket-addresses.ts';

/** The messages about a connection itself, from its creation to its end (nsHttpConnection.cpp, HttpConnectionUDP.cpp). */
export class ConnectionLines {
  readonly handlers: Handlers;

  constructor(connections: ConnectionsByPointer, addresses: SocketAddresses) {
    this.handlers = {
      'nsHttpConnection::Init': matching(
        /^nsHttpConnection::Init this=([0-9a-f]+) sockettransport=([0-9a-f]+)/,
        ([pointer = '', socket = ''], { time }) => {
          const connection = connections.create(pointer, null, time);
          // Without a socket there is no connection, only an object that later reports the error.
          if (!/^0+$/.test(socket)) connections.opened(connection, addresses.of(socket));
        },
      ),
      'HttpConnectionUDP::Init': matching(
        /^HttpConnectionUDP::Init this=([0-9a-f]+)/,
        ([pointer = ''], m) => {
          m.thread.connection = pointer;
          connections.create(pointer, 'h3', m.time);
        },
      ),
      'TlsHandshaker::SetupSSL': matching(
        /^TlsHandshaker::SetupSSL ([0-9a-f]+) caps=\S+ (\S.*)$/,
        ([pointer = '', key = '']) => connections.keyed(connections.at(pointer), key),
      ),
      'nsHttpConnectionMgr::DispatchAbstractTransaction': matching(
        /^nsHttpConnectionMgr::DispatchAbstractTransaction \[ci=(.*) trans=[0-9a-f]+ caps=[0-9a-f]+ conn=([0-9a-f]+)\]$/,
        ([key = '', pointer = '']) => connections.dispatched(connections.get(pointer), key),
      ),
      'nsHttpConnection::Close': matching(
        /^nsHttpConnection::Close \[this=([0-9a-f]+) reason=([0-9a-f]+)/,
        ([pointer = '', reason = ''], { time }) =>
          connections.close(connections.get(pointer), time, errorName(reason)),
        'ignored',
      ),
      'HttpConnectionUDP::Close': matching(
        /^HttpConnectionUDP::Close \[this=([0-9a-f]+) reason=([0-9a-f]+)/,
        ([pointer = '', reason = ''], { time }) =>
          connections.close(connections.get(pointer), time, errorName(reason)),
      ),
      Destroying: matching(
        /^Destroying (?:nsHttpConnection|HttpConnectionUDP) @([0-9a-f]+)/,
        ([pointer = ''], { time }) => connections.destroyed(pointer, time),
        'ignored',
      ),
      'nsHttpConnection::DontReuse': matching(
        /^nsHttpConnection::DontReuse ([0-9a-f]+)/,
        ([pointer = ''], { time }) => connections.retire(connections.get(pointer), time),
      ),
    };
  }
}
