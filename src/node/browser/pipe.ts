import type { Readable, Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { Transport } from '../../sources/endpoint/transport.ts';

/**
 * The transport to a browser started with `--remote-debugging-pipe`. The browser reads commands from file descriptor 3
 * and writes to 4; each message ends with a zero byte (content/browser/devtools/devtools_pipe_handler.cc). No other
 * process can reach such a browser, and it exits when the pipe is closed.
 */
export class PipeTransport implements Transport {
  readonly #to: Writable;
  readonly #decoder = new StringDecoder('utf8');
  onText: Transport['onText'] = () => undefined;
  onClosed: Transport['onClosed'] = () => undefined;
  /** The beginning of a message whose end has not arrived yet. */
  #pieces: string[] = [];

  constructor(to: Writable, from: Readable) {
    this.#to = to;
    from.on('data', (bytes: Buffer) => this.#received(this.#decoder.write(bytes)));
    from.once('close', () => this.onClosed());
    // A browser that exits breaks the pipe; the `close` event that follows reports it.
    from.on('error', () => from.destroy());
    to.on('error', () => from.destroy());
  }

  send(text: string): void {
    this.#to.write(`${text}\0`);
  }

  close(): void {
    this.#to.end();
  }

  #received(text: string): void {
    const [first = '', ...others] = text.split('\0');
    this.#pieces.push(first);
    for (const next of others) {
      const message = this.#pieces.join('');
      this.#pieces = [next];
      this.onText(message);
    }
  }
}
