import type WebSocket from 'ws';
import { socketAddress } from '../../model/socket-address.ts';
import { EndpointClient } from '../../sources/endpoint/client.ts';
import type { Transport } from '../../sources/endpoint/transport.ts';
import { asObject, asString } from '../../sources/json.ts';
import { InputError } from '../input/read-input.ts';

/** The transport to a browser's debugging port. */
class WebSocketTransport implements Transport {
  readonly #socket: WebSocket;
  onText: Transport['onText'] = () => undefined;
  onClosed: Transport['onClosed'] = () => undefined;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => this.onText(String(data)));
    socket.on('close', () => this.onClosed());
    // A close follows every error.
    socket.on('error', () => socket.terminate());
  }

  send(text: string): void {
    this.#socket.send(text);
  }

  close(): void {
    this.#socket.close();
  }
}

/**
 * Connects to the browser that listens at `host:port` (`--remote-debugging-port`).
 * @throws InputError (rejects) when nothing listens there or it is not a Chromium browser, with what to do
 */
export async function connectToBrowser(host: string, port: number): Promise<EndpointClient> {
  const place = socketAddress({ address: host, port });
  const url = await endpointOf(place);
  // Imported only here: it loads Node's HTTP and TLS, which `analyze` does not need and should not wait for.
  const { WebSocket } = await import('ws');
  const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: 0 });
  return new Promise((resolve, reject) => {
    const transport = new WebSocketTransport(socket);
    const client = new EndpointClient(transport);
    socket.once('open', () => resolve(client));
    socket.once('error', (error) =>
      reject(new InputError(`${place}: the browser refuses to be debugged (${error.message})`)),
    );
  });
}

/** `/json/version` gives the address, which has a secret part (content/browser/devtools/devtools_http_handler.cc). */
async function endpointOf(place: string): Promise<string> {
  const answer = await ask(place);
  const version = asObject(await answer.json().catch(() => null));
  const url = asString(version?.webSocketDebuggerUrl);
  if (url === null || !url.startsWith('ws://')) {
    throw new InputError(
      `${place}: this is not a Chromium browser with a debugging endpoint (Firefox uses another protocol)`,
    );
  }
  // Only the path is taken: the browser repeats the Host header of the request, which a proxy may have changed.
  return `ws://${place}${new URL(url).pathname}`;
}

async function ask(place: string): Promise<Response> {
  try {
    return await fetch(`http://${place}/json/version`, { signal: AbortSignal.timeout(10_000) });
  } catch (error) {
    throw new InputError(
      `${place}: no HTTP server listens there. Start the browser with --remote-debugging-port=PORT --user-data-dir=FOLDER (without its own folder, Chrome ignores the port)`,
      { cause: error },
    );
  }
}
