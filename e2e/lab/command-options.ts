import { parseArgs } from 'node:util';

export interface CommandOptions {
  /** 0 for a free port. */
  port: number;
  /** Added round trip, ms. */
  roundTrip: number;
}

export const usage = `usage: npm run lab -- [--port PORT] [--rtt MS]

  --port PORT   listen on this port instead of a free one
  --rtt MS      add this round-trip delay to every connection, in milliseconds`;

/** Parses a whole number in the range. Throws a RangeError with a message for the user. */
function wholeNumber(name: string, text: string, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw new RangeError(`--${name} takes a whole number from 0 to ${most}, not "${text}"`);
}

/** Reads the command line. Throws an Error with a message for the user. */
export function readOptions(args: readonly string[]): CommandOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { port: { type: 'string', default: '0' }, rtt: { type: 'string', default: '0' } },
  });
  return { port: wholeNumber('port', values.port, 65535), roundTrip: wholeNumber('rtt', values.rtt, 10_000) };
}
