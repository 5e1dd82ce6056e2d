import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

const NOTHING = Buffer.alloc(0);

/**
 * Firefox's remote control protocol: `<length in bytes>:<JSON>` over TCP, with commands `[0, id, name, parameters]` and
 * responses `[1, id, error, result]` (firefox-source-docs: testing/marionette, Protocol).
 */
export class Marionette {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  #buffer = NOTHING;
  #last = 0;
  /** One command at a time, because the context of scripts is a state of the session. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (data) => this.#take(data));
    socket.on('close', () => this.#fail(new Error('Firefox has gone')));
    socket.on('error', (error) => this.#fail(error));
  }

  static async connect(port: number): Promise<Marionette> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const marionette = new Marionette(socket);
    await marionette.#send('WebDriver:NewSession', { capabilities: { alwaysMatch: {} } });
    // Tests have their own time limits. These limits end a script that would never return.
    await marionette.#send('WebDriver:SetTimeouts', { script: 120_000, pageLoad: 120_000 });
    return marionette;
  }

  /** Runs a command and returns its result. */
  command(name: string, parameters: object = {}): Promise<unknown> {
    return this.#inTurn(() => this.#send(name, parameters));
  }

  /**
   * Runs the body of a function with `args` in the page (`content`), or with all privileges in the browser's own code
   * (`chrome`). Returns its result, or that of its promise, which must be JSON.
   */
  script(context: 'content' | 'chrome', body: string, ...args: readonly unknown[]): Promise<unknown> {
    return this.#inTurn(async () => {
      await this.#send('Marionette:SetContext', { value: context });
      const sandbox = context === 'chrome' ? { sandbox: 'system' } : { sandbox: null };
      const answer = await this.#send('WebDriver:ExecuteAsyncScript', {
        script: `const done = arguments[arguments.length - 1];
          (async (args) => { ${body} })(Array.prototype.slice.call(arguments, 0, -1)).then(
            (value) => done({ value: value === undefined ? null : value }),
            (error) => done({ error: String(error) + '\\n' + (error && error.stack) }));`,
        args,
        newSandbox: true,
        ...sandbox,
      });
      const { value, error } = field(answer, 'value');
      if (typeof error === 'string') throw new Error(error);
      return value;
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(work, work);
    this.#turn = next.catch(() => undefined);
    return next;
  }

  #send(name: string, parameters: object): Promise<unknown> {
    this.#last += 1;
    const id = this.#last;
    const message = Buffer.from(JSON.stringify([0, id, name, parameters]));
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.write(Buffer.concat([Buffer.from(`${message.length}:`), message]));
    });
  }

  #take(data: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, data]);
    for (;;) {
      const colon = this.#buffer.indexOf(':');
      if (colon < 0) return;
      const end = colon + 1 + Number(this.#buffer.toString('latin1', 0, colon));
      if (this.#buffer.length < end) return;
      const message: unknown = JSON.parse(this.#buffer.toString('utf8', colon + 1, end));
      this.#buffer = this.#buffer.subarray(end);
      // The first message is only a greeting.
      if (Array.isArray(message)) this.#answer(message);
    }
  }

  #answer([, id, error, result]: readonly unknown[]): void {
    const waiting = this.#waiting.get(Number(id));
    this.#waiting.delete(Number(id));
    if (error === null) waiting?.resolve(result);
    else
      waiting?.reject(new Error(`${field({ error }, 'error').error}: ${field({ error }, 'error').message}`));
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

function field(object: unknown, name: string): Record<string, unknown> {
  const value = typeof object === 'object' && object !== null ? Reflect.get(object, name) : null;
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
