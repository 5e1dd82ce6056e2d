import { type Origin, originParts } from '../model/origin.ts';
import { bracketed } from '../model/socket-address.ts';

/**
 * A name that is safe in a configuration or a command: labels of letters, digits, hyphens and underscores. Any other
 * name comes from a malicious file, or no server could be configured for it.
 */
const PLAIN_NAME = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_](?:[a-z0-9_-]{0,62}))*$/i;
const PLAIN_ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:.]{2,45})$/i;

export interface PlainOrigin {
  readonly host: string;
  readonly port: number;
  /** The host, with its port where that is not 443. */
  readonly authority: string;
}

/** The names of an origin of either scheme for a text or a line of configuration; null when they are not plain. */
export function plainHost(origin: Origin | null | undefined): PlainOrigin | null {
  const parts = origin === null || origin === undefined ? null : originParts(origin);
  if (parts === null || !(PLAIN_NAME.test(parts.host) || PLAIN_ADDRESS.test(unbracketed(parts.host))))
    return null;
  const { scheme, host, port } = parts;
  return { host, port, authority: port === (scheme === 'https' ? 443 : 80) ? host : `${host}:${port}` };
}

/** The names of an https origin; null for another scheme, or when the names are not plain. */
export function plainOrigin(origin: Origin | null | undefined): PlainOrigin | null {
  const parts = origin === null || origin === undefined ? null : originParts(origin);
  if (parts === null || parts.scheme !== 'https' || !PLAIN_NAME.test(parts.host)) return null;
  const { host, port } = parts;
  return { host, port, authority: port === 443 ? host : `${host}:${port}` };
}

/** An IP address as curl's `--resolve` takes it, or null when it is not one. */
export function plainAddress(address: string | null | undefined): string | null {
  if (address === null || address === undefined || !PLAIN_ADDRESS.test(address)) return null;
  return bracketed(address);
}

function unbracketed(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

/** Letters, digits and characters without a meaning in a shell. */
const PLAIN_PATH = /^\/[\w./~-]{0,200}$/;

/** The path of a URL, without its query, if it is safe in a command; else `/`. */
export function plainPath(url: string | undefined): string {
  const path = /^https:\/\/[^/?#]*([^?#]*)/i.exec(url ?? '')?.[1] ?? '';
  return PLAIN_PATH.test(path) ? path : '/';
}

/** The path of a URL of either scheme, without its query; null when it is not plain. */
export function anyPlainPath(url: string): string | null {
  const path = /^https?:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1] ?? '';
  return PLAIN_PATH.test(path) ? path : null;
}
