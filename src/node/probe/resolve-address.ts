import { isIP } from 'node:net';
import { InputError } from '../input/read-input.ts';

/**
 * The first address of a name; all names below `localhost` are this machine (RFC 6761 section 6.3), as in browsers.
 * @throws InputError when it has none
 */
export async function addressOf(name: string): Promise<string> {
  if (isIP(name) !== 0) return name;
  if (/(^|\.)localhost$/i.test(name)) return '127.0.0.1';
  const { lookup } = await import('node:dns/promises');
  try {
    return (await lookup(name)).address;
  } catch (error) {
    throw new InputError(`${name}: has no address (--ip gives one)`, { cause: error });
  }
}
