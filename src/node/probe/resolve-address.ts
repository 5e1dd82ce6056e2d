import { isIP } from 'node:net';
import { InputError } from '../input/read-input.ts';

/**
 * The first address of a name. `localhost` and all names below it are this machine, as in browsers (RFC 6761 section
 * 6.3).
 * @throws InputError when the name has no address
 */
export async function addressOf(name: string): Promise<string> {
  if (isIP(name) !== 0) return name;
  if (/(^|\.)localhost$/i.test(name)) return '127.0.0.1';
  const { lookup } = await import('node:dns/promises');
  try {
    return (await lookup(name)).address;
  } catch (error) {
    throw new InputError(`${name}: no address found (set one with --ip)`, { cause: error });
  }
}
