import type { OrderDependence } from './in-turn.ts';
import type { Asked } from './probe-response.ts';

/** Where the host was requested that was not on its own connection. */
export function placeWords({ sni }: Asked): string {
  return sni === null ? 'on a connection without a server name (SNI)' : `on a connection opened for ${sni}`;
}

/**
 * What that means for who sends such requests: browsers that share a connection, or, without SNI, programs and proxies
 * that send none, of which only the response is known.
 * @param browser what a browser does, in the singular
 */
export function sharerWords({ sni, answer }: Asked, browser: string): string {
  if (sni !== null) return `a browser that shares the connection ${browser}`;
  return `a client or proxy that sends no SNI ${answer.status === null ? 'gets no response' : `gets ${answer.status}`}`;
}

/** `The response to b depends on the request before it on the connection: 200 as the first, 421 after a.` */
export function orderWords({ host, outcomes, byPrevious }: OrderDependence): string {
  const each = outcomes
    .map(({ status, after }) => `${status ?? 'no response'} ${after.map(turnWords).join(' and ')}`)
    .join(', ');
  return byPrevious
    ? `The response to ${host} depends on the request before it on the connection: ${each}.`
    : `The response to ${host} changes on connections opened for one name, and these requests do not show that the order decides: ${each}.`;
}

function turnWords(previous: string | null): string {
  return previous === null ? 'as the first' : `after ${previous}`;
}
