import { isIP } from 'node:net';
import { inTime, type TimeLeft, within } from '../time-left.ts';

/**
 * The first address of a name. `localhost` and all names below it are this machine, as in browsers (RFC 6761 section
 * 6.3).
 * @throws Error (rejects) when the name has no address, or none is found in time
 */
export async function addressOf(name: string, time: TimeLeft): Promise<string> {
  if (isIP(name) !== 0) return name;
  if (/(^|\.)localhost$/i.test(name)) return '127.0.0.1';
  const { lookup } = await import('node:dns/promises');
  try {
    const late = (ms: number) => `no address found ${within(ms)}`;
    return (await inTime(lookup(name), time, late)).address;
  } catch (error) {
    throw new Error('no address found (set one with --connect)', { cause: error });
  }
}
