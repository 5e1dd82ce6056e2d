import { once } from 'node:events';
import type { CDPSession } from 'playwright';
import WebSocket from 'ws';

/** Playwright's types of the commands of the protocol. */
export type Send = CDPSession['send'];

export interface TargetInfo {
  targetId: string;
  type: string;
  url: string;
}

/** The session of one target. */
export interface CdpSession {
  sessionId: string;
  target: TargetInfo;
  send: Send;
}

interface Message {
  id?: number;
  sessionId?: string;
  method?: string;
  params?: { sessionId?: string; targetInfo?: TargetInfo; state?: string };
  result?: unknown;
  error?: { message: string };
}

interface Waiting {
  method: string;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/**
 * A small client of the browser's debugging endpoint, for targets that Playwright does not expose: DevTools itself, an
 * extension's panel inside it, and an extension's worker.
 */
export class Cdp {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  readonly #children = new Map<string, CdpSession[]>();
  #last = 0;
  #downloads = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => this.#received(JSON.parse(String(data)) as Message));
    socket.on('close', () => {
      for (const { method, reject } of this.#waiting.values())
        reject(new Error(`${method}: the browser has gone`));
      this.#waiting.clear();
    });
    // A close follows every error.
    socket.on('error', () => socket.terminate());
  }

  /** @param endpoint `ws://…/devtools/browser/…` */
  static async connect(endpoint: string): Promise<Cdp> {
    const socket = new WebSocket(endpoint);
    await once(socket, 'open');
    return new Cdp(socket);
  }

  #received({ id, sessionId, method, params, result, error }: Message): void {
    const waiting = this.#waiting.get(id ?? 0);
    if (waiting) {
      this.#waiting.delete(id ?? 0);
      if (error) waiting.reject(new Error(`${waiting.method}: ${error.message}`));
      else waiting.resolve(result);
    }
    if (method === 'Target.attachedToTarget' && sessionId && params?.sessionId && params.targetInfo) {
      this.#children.get(sessionId)?.push(this.#session(params.sessionId, params.targetInfo));
    }
    if (method === 'Browser.downloadProgress' && params?.state === 'completed') this.#downloads += 1;
  }

  /** How many downloads are complete. Counted only while events are enabled (`Browser.setDownloadBehavior`). */
  get downloads(): number {
    return this.#downloads;
  }

  #sendTo(sessionId: string | undefined): Send {
    const send = (method: string, params: object = {}): Promise<unknown> =>
      new Promise((resolve, reject) => {
        this.#last += 1;
        this.#waiting.set(this.#last, { method, resolve, reject });
        this.#socket.send(JSON.stringify({ id: this.#last, method, params, sessionId }));
      });
    return send as Send;
  }

  #session(sessionId: string, target: TargetInfo): CdpSession {
    return { sessionId, target, send: this.#sendTo(sessionId) };
  }

  /** Sends a command to the browser itself. */
  get send(): Send {
    return this.#sendTo(undefined);
  }

  /** All targets, including those that are hidden by default (DevTools and its frames). */
  async targets(): Promise<TargetInfo[]> {
    return (await this.send('Target.getTargets', { filter: [{}] })).targetInfos;
  }

  async attach(target: TargetInfo): Promise<CdpSession> {
    const { sessionId } = await this.send('Target.attachToTarget', {
      targetId: target.targetId,
      flatten: true,
    });
    return this.#session(sessionId, target);
  }

  async detach({ sessionId }: CdpSession): Promise<void> {
    await this.send('Target.detachFromTarget', { sessionId });
  }

  /** Sessions of the frames in a target that have their own process. The list grows as they appear. */
  async attachToChildren(parent: CdpSession): Promise<readonly CdpSession[]> {
    const known = this.#children.get(parent.sessionId);
    if (known) return known;
    const children: CdpSession[] = [];
    this.#children.set(parent.sessionId, children);
    const options = { autoAttach: true, waitForDebuggerOnStart: false, flatten: true };
    await parent.send('Target.setAutoAttach', { ...options, filter: [{ type: 'iframe' }] });
    return children;
  }

  async close(): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    this.#socket.close();
    await once(this.#socket, 'close');
  }
}
