import type { Cost, CostMeasure } from '../analysis/analysis.ts';

/** The cost of 421s in a few words: "3 new connections (75 ms to set up), 716 ms, 4.1 kB of bodies". */
export function costWords(cost: Cost): string {
  return [connectionWords(cost), timeWords(cost), byteWords(cost)].flatMap((part) => part ?? []).join(', ');
}

function connectionWords({ connections, setupMs, atLeast }: Cost): string {
  if (connections === null) return 'connections unknown';
  // "At least 0" says nothing.
  if (connections.length === 0)
    return atLeast.includes('connections') ? 'connections unknown' : 'no new connection';
  const n = connections.length;
  const setup = setupMs === null ? '' : ` (${bound(atLeast, 'setupMs')}${milliseconds(setupMs)} to set up)`;
  return `${bound(atLeast, 'connections')}${n} new connection${n === 1 ? '' : 's'}${setup}`;
}

function timeWords({ ms, atLeast }: Cost): string {
  return ms === null ? 'time unknown' : `${bound(atLeast, 'ms')}${milliseconds(ms)}`;
}

/** Null where there was no body, which does not need a word. */
function byteWords({ bytesSent, bytesReceived, atLeast }: Cost): string | null {
  const known = (bytesSent ?? 0) + (bytesReceived ?? 0);
  const isWhole =
    bytesSent !== null &&
    bytesReceived !== null &&
    !atLeast.includes('bytesSent') &&
    !atLeast.includes('bytesReceived');
  if (known === 0) return isWhole ? null : 'bytes unknown';
  return `${isWhole ? '' : 'at least '}${bytes(known)} of bodies`;
}

function bound(atLeast: readonly CostMeasure[], measure: CostMeasure): string {
  return atLeast.includes(measure) ? 'at least ' : '';
}

function milliseconds(ms: number): string {
  if (ms < 9.95) return `${Number(ms.toFixed(1))} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  return `${(ms / 1000).toFixed(ms < 9_995 ? 2 : 1)} s`;
}

function bytes(n: number): string {
  if (n < 1000) return `${n} B`;
  return n < 1_000_000 ? `${(n / 1000).toFixed(1)} kB` : `${(n / 1_000_000).toFixed(1)} MB`;
}
