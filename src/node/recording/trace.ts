import { type EndpointClient, EndpointError } from '../../sources/endpoint/client.ts';
import { endNetLogTrace } from '../../sources/endpoint/netlog-trace.ts';
import { OutOfTime, within } from '../time-left.ts';

/** The browser keeps at most 256 MB of a trace (netlog-trace.ts). */
const MOST_BYTES = 1 << 29;
/** Of 1 MB each, in a real browser. */
const MOST_PIECES = 4_096;

/**
 * Ends the browser's trace and reads it.
 * @param timeoutMs how long the browser may take for the next piece
 * @throws EndpointError or InputError (rejects) when the browser is closed, does not respond, or returns no trace
 */
export async function traceOf(client: EndpointClient, timeoutMs: number): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    const late = () => reject(new OutOfTime(`nothing was received ${within(timeoutMs)}`));
    timer = setTimeout(late, timeoutMs);
  });
  const whole = endNetLogTrace(client, (bytes) => {
    timer?.refresh();
    pieces.push(bytes);
    size += bytes.length;
    if (size > MOST_BYTES || pieces.length > MOST_PIECES) throw new EndpointError('it does not end');
  });
  try {
    await Promise.race([whole, silence]);
    if (size === 0) throw new EndpointError('it is empty');
    return pieces;
  } finally {
    clearTimeout(timer);
  }
}
