import { EndpointClient, EndpointError } from '../../src/sources/endpoint/client.ts';
import type { Transport } from '../../src/sources/endpoint/transport.ts';
import { asArray, asObject, asString } from '../../src/sources/json.ts';

class SocketTransport implements Transport {
  readonly #socket: WebSocket;
  onText: Transport['onText'] = () => undefined;
  onClosed: Transport['onClosed'] = () => undefined;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.onText(String(data)));
    socket.addEventListener('close', () => this.onClosed());
  }

  send(text: string): void {
    this.#socket.send(text);
  }

  close(): void {
    this.#socket.close();
  }
}

/**
 * Connects to the debugging port of the browser that this runs in. Rejects with an EndpointError, a sentence for the
 * user, when there is no such port or the browser refuses the extension.
 */
export async function connectToThisBrowser(port: number): Promise<EndpointClient> {
  const socket = new WebSocket(await endpointOf(port));
  const client = new EndpointClient(new SocketTransport(socket));
  await opened(socket, port);
  if (!(await isThisBrowser(client))) {
    client.close();
    throw new EndpointError(`A different browser listens on port ${port}.`);
  }
  return client;
}

async function endpointOf(port: number): Promise<string> {
  const version = asObject(await versionAt(port));
  const url = asString(version?.webSocketDebuggerUrl);
  if (url === null || !url.startsWith('ws://')) {
    throw new EndpointError(`The program on port ${port} is not a Chromium browser.`);
  }
  return `ws://127.0.0.1:${port}${new URL(url).pathname}`;
}

async function versionAt(port: number): Promise<unknown> {
  let answer: Response;
  try {
    answer = await fetch(`http://127.0.0.1:${port}/json/version`);
  } catch (error) {
    throw new EndpointError(`Nothing listens on port ${port}.`, { cause: error });
  }
  // A body that is not JSON does not come from Chromium.
  return answer.json().catch(() => null);
}

/** The browser refuses an origin that `--remote-allow-origins` does not list. A page cannot read the reason. */
function opened(socket: WebSocket, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () =>
      reject(new EndpointError(`The browser on port ${port} refuses this extension.`)),
    );
  });
}

/** Whether pages of this extension are open in it: at least the panel that connects. */
async function isThisBrowser(client: EndpointClient): Promise<boolean> {
  const { targetInfos } = await client.command('Target.getTargets', { filter: [{}] });
  return (asArray(targetInfos) ?? []).some((target) =>
    asString(asObject(target)?.url)?.startsWith(location.origin),
  );
}
