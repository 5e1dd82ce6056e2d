import { EndpointClient } from '../sources/endpoint/client.ts';
import type { Transport } from '../sources/endpoint/transport.ts';
import { asNumber, asObject, asString, type JsonObject } from '../sources/json.ts';

export interface Command {
  readonly method: string;
  readonly params: JsonObject;
  readonly sessionId: string | undefined;
}

/** A browser's debugging endpoint in memory. It answers each command with the result of `answer`. */
export class FakeBrowser implements Transport {
  readonly commands: Command[] = [];
  readonly client: EndpointClient;
  onText: Transport['onText'] = () => undefined;
  onClosed: Transport['onClosed'] = () => undefined;
  readonly #answer: (command: Command) => object | Error | null;

  /** An Error refuses the command, null leaves it without an answer. */
  constructor(answer: (command: Command) => object | Error | null = () => ({})) {
    this.#answer = answer;
    this.client = new EndpointClient(this);
  }

  send(text: string): void {
    const message = asObject(JSON.parse(text)) ?? {};
    const command = {
      method: asString(message.method) ?? '',
      params: asObject(message.params) ?? {},
      sessionId: asString(message.sessionId) ?? undefined,
    };
    this.commands.push(command);
    const answer = this.#answer(command);
    if (answer === null) return;
    const id = asNumber(message.id);
    const said =
      answer instanceof Error ? { id, error: { message: answer.message } } : { id, result: answer };
    queueMicrotask(() => this.onText(JSON.stringify(said)));
  }

  close(): void {
    this.onClosed();
  }

  says(method: string, params: object, sessionId?: string): void {
    this.onText(JSON.stringify({ method, params, sessionId }));
  }
}
