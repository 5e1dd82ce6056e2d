import { createServer, type RequestListener, type Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';

/** Servers on a debugging port that are not what they say, each in one way. They do not listen yet. */
export const HOSTILE_ENDPOINTS = {
  'never responds': () => createServer(() => undefined),
  'begins a response': () => createServer((_request, response) => void response.write('{')),
  'an endless response': () => createServer((_request, response) => pour(response)),
  'a redirect': () => createServer((_request, response) => response.writeHead(302, { location: '/' }).end()),
  'an address that is none': () => createServer(version('ws://')),
  'a list instead of an object': () => createServer((_request, response) => response.end('[1]')),
  'no WebSocket': () => createServer(version(PATH)).on('upgrade', (_request, socket) => socket.end()),
  'a silent WebSocket': () => createServer(version(PATH)).on('upgrade', () => undefined),

  'never responds to a command': () => browser(() => undefined),
  'closes at the first command': () => browser((socket) => socket.close()),
  'no messages': () =>
    browser((socket) => {
      for (const text of ['not json', '[]', '5']) socket.send(text);
    }),
  'refuses with control codes': () =>
    browser((socket, { id }) => socket.send(JSON.stringify({ id, error: { message: 'no \u001b[31mway' } }))),

  'no trace': () => browser(accept),
  'a trace without a stream': () =>
    browser((socket, command) => {
      accept(socket, command);
      if (command.method === 'Tracing.end') event(socket, 'Tracing.tracingComplete', {});
    }),
  'an empty trace': () => browser(trace({})),
  'an endless trace': () => browser(trace({ data: 'AAAA', base64Encoded: true, eof: false })),
  'an endless empty trace': () => browser(trace({ data: '', base64Encoded: true, eof: false })),
  'a trace that is not base64': () => browser(trace({ data: '!', base64Encoded: true, eof: true })),
} as const satisfies Record<string, () => Server>;

export type HostileEndpoint = keyof typeof HOSTILE_ENDPOINTS;

const PATH = 'ws://127.0.0.1/devtools/browser/1';

function version(webSocketDebuggerUrl: string): RequestListener {
  return (_request, response) => response.end(JSON.stringify({ Browser: 'Chrome/1', webSocketDebuggerUrl }));
}

interface Command {
  readonly id: number;
  readonly method: string;
}

type Reply = (socket: WebSocket, command: Command) => void;

function browser(reply: Reply): Server {
  const server = createServer(version(PATH));
  new WebSocketServer({ server }).on('connection', (socket) => {
    socket.on('error', () => undefined);
    socket.on('message', (message) => reply(socket, JSON.parse(String(message))));
  });
  return server;
}

const accept: Reply = (socket, { id }) => socket.send(JSON.stringify({ id, result: {} }));

function event(socket: WebSocket, method: string, params: object): void {
  socket.send(JSON.stringify({ method, params }));
}

function trace(piece: object): Reply {
  return (socket, { id, method }) => {
    socket.send(JSON.stringify({ id, result: method === 'IO.read' ? piece : {} }));
    if (method === 'Tracing.end') event(socket, 'Tracing.tracingComplete', { stream: '1' });
  };
}

function pour(response: Parameters<RequestListener>[1]): void {
  const spaces = Buffer.alloc(1 << 16, ' ');
  while (!response.destroyed && response.write(spaces));
  if (!response.destroyed) response.once('drain', () => pour(response));
}
