import { type Origin, originParts } from '../../model/origin.ts';

/**
 * A name that may stand in a configuration or a command as it is: labels of letters, digits, hyphens and underscores.
 * Anything else comes from a file made to harm, or is nothing that a server could be configured for.
 */
const PLAIN_NAME = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_](?:[a-z0-9_-]{0,62}))*$/i;
const PLAIN_ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:.]{2,45})$/i;

export interface PlainOrigin {
  readonly host: string;
  readonly port: number;
  /** With the port where it is not that of https. */
  readonly authority: string;
}

/** The https origin's names, or null when it is another scheme's, or they are not plain. */
export function plainOrigin(origin: Origin | null | undefined): PlainOrigin | null {
  const parts = origin === null || origin === undefined ? null : originParts(origin);
  if (parts === null || parts.scheme !== 'https' || !PLAIN_NAME.test(parts.host)) return null;
  const { host, port } = parts;
  return { host, port, authority: port === 443 ? host : `${host}:${port}` };
}

/** An address as curl's `--resolve` takes it, or null when it is none. */
export function plainAddress(address: string | null | undefined): string | null {
  if (address === null || address === undefined || !PLAIN_ADDRESS.test(address)) return null;
  return address.includes(':') ? `[${address}]` : address;
}

/** Of letters, digits and what has no meaning in a shell. */
const PLAIN_PATH = /^\/[\w./~-]{0,200}$/;

/** The path of a URL as it may stand in a command, without its query; `/` when it is not plain. */
export function plainPath(url: string | undefined): string {
  const path = /^https:\/\/[^/?#]*([^?#]*)/i.exec(url ?? '')?.[1] ?? '';
  return PLAIN_PATH.test(path) ? path : '/';
}
