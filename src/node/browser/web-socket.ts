import type WebSocket from 'ws';
import { socketAddress } from '../../model/socket-address.ts';
import { EndpointClient } from '../../sources/endpoint/client.ts';
import type { Transport } from '../../sources/endpoint/transport.ts';
import { asObject, asString, parseJson } from '../../sources/json.ts';
import { InputError } from '../input/read-input.ts';
import { inTime, type TimeLeft, within } from '../time-left.ts';

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

/** Chromium's own limit for a message (content/browser/devtools/devtools_http_handler.cc, kSendBufferSizeForDevTools). */
const MOST_OF_MESSAGE = 1 << 28;

/**
 * Connects to the browser that listens at `host:port` (`--remote-debugging-port`).
 * @throws InputError (rejects) when nothing responds there in time or it is not a Chromium browser, with what to do
 */
export async function connectToBrowser(host: string, port: number, time: TimeLeft): Promise<EndpointClient> {
  const place = socketAddress({ address: host, port });
  const url = endpointUrl(place, await askVersion(place, time));
  // Imported only here: it loads Node's HTTP and TLS, which `analyze` does not need and should not wait for.
  const { WebSocket } = await import('ws');
  const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: MOST_OF_MESSAGE });
  const client = new EndpointClient(new WebSocketTransport(socket));
  const opened = new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', (error) =>
      reject(new InputError(`${place}: the browser refuses to be debugged (${error.message})`)),
    );
  });
  const late = (ms: number) => `${place}: the browser does not accept the connection ${within(ms)}`;
  await inTime(opened, time, late, () => socket.terminate());
  return client;
}

/** `/json/version` gives the address, which has a secret part (content/browser/devtools/devtools_http_handler.cc). */
function endpointUrl(place: string, version: string): string {
  const url = asString(asObject(parseJson(version))?.webSocketDebuggerUrl);
  if (url === null || !url.startsWith('ws://') || !URL.canParse(url)) {
    throw new InputError(
      `${place}: this is not a Chromium browser with a debugging endpoint (Firefox uses another protocol)`,
    );
  }
  // Only the path is taken: the browser repeats the Host header of the request, which a proxy may have changed.
  return `ws://${place}${new URL(url).pathname}`;
}

/** Chromium's own has less than 1 KB. */
const MOST_OF_VERSION = 1 << 16;

/** The beginning of what `/json/version` responds. A redirect is not followed: it could lead anywhere. */
async function askVersion(place: string, time: TimeLeft): Promise<string> {
  const stop = new AbortController();
  const late = (ms: number) => `${place}: no complete response ${within(ms)}`;
  try {
    const url = `http://${place}/json/version`;
    const text = fetch(url, { signal: stop.signal, redirect: 'manual' }).then(beginningOf);
    return await inTime(text, time, late);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(
      `${place}: no HTTP server listens there. Start the browser with --remote-debugging-port=PORT --user-data-dir=FOLDER (without its own folder, Chrome ignores the port)`,
      { cause: error },
    );
  } finally {
    stop.abort();
  }
}

async function beginningOf({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of body ?? []) {
    text += decoder.decode(bytes, { stream: true });
    if (text.length > MOST_OF_VERSION) break;
  }
  return text;
}
