import type { Shape } from '../../sources/annotated-har/shape.ts';
import { asString } from '../../sources/json.ts';

const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** An RFC 3339 time. Other notations that the platform can parse are converted. */
export const dateTime: Shape = (value) => {
  const written = asString(value);
  if (written === null) return undefined;
  if (isDateTime(written)) return written;
  const at = Date.parse(written);
  // Years of more than four digits cannot be written in RFC 3339.
  return Number.isNaN(at) || at < 0 || at > 253_402_300_799_999 ? undefined : new Date(at).toISOString();
};

function isDateTime(written: string): boolean {
  const [, year, month, day] = DATE_TIME.exec(written) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  const midnight = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.getUTCDate() === Number(day);
}

/** An IPv4 or IPv6 address, without the brackets that URLs put around one. */
export const ipAddress: Shape = (value) => {
  const address = asString(value)?.replace(/^\[(.*)\]$/, '$1');
  return address !== undefined && (isIpv4(address) || isIpv6(address)) ? address : undefined;
};

function isIpv4(address: string): boolean {
  const parts = address.split('.');
  return (
    parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)
  );
}

function isIpv6(address: string): boolean {
  if (!/^[0-9a-f:.]+$/i.test(address)) return false;
  const halves = address.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1);
  const endsInIpv4 = last?.includes('.') === true && isIpv4(last);
  const words = endsInIpv4 ? groups.slice(0, -1) : groups;
  if (!words.every((word) => /^[0-9a-f]{1,4}$/i.test(word))) return false;
  const length = words.length + (endsInIpv4 ? 2 : 0);
  return halves.length === 2 ? length < 8 : length === 8;
}

// RFC 3986, appendix A.
const CHAR = "(?:[\\w.~!$&'()*+,;=:@-]|%[0-9a-f]{2})";
const HOST = "(?:\\[([0-9a-f:.]+)\\]|(?:[\\w.~!$&'()*+,;=-]|%[0-9a-f]{2})*)";
const USER = `(?:(?:[\\w.~!$&'()*+,;=:-]|%[0-9a-f]{2})*@)?`;
const URI = new RegExp(
  `^[a-z][a-z0-9+.-]*:(?://${USER}${HOST}(?::\\d*)?(?:/${CHAR}*)*|/?(?:${CHAR}+(?:/${CHAR}*)*)?)` +
    `(?:\\?(?:${CHAR}|[/?])*)?(?:#(?:${CHAR}|[/?])*)?$`,
  'i',
);

/**
 * A URI of RFC 3986. Browsers leave some characters unencoded that it does not allow (`|` in a query, non-ASCII
 * letters): those are percent-encoded.
 */
export const uri: Shape = (value) => {
  const written = asString(value);
  if (written === null || written === '') return undefined;
  if (isUri(written)) return written;
  const encoded = encodeDisallowed(written);
  return isUri(encoded) ? encoded : undefined;
};

function isUri(written: string): boolean {
  const match = URI.exec(written);
  return match !== null && (match[1] === undefined || isIpv6(match[1]));
}

function encodeDisallowed(url: string): string {
  const [, start = '', rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)?(.*)$/is.exec(url) ?? [];
  const hashAt = rest.indexOf('#');
  const address = hashAt < 0 ? rest : rest.slice(0, hashAt);
  const fragment = hashAt < 0 ? '' : `#${rest.slice(hashAt + 1).replaceAll('#', '%23')}`;
  return encodeCharacters(start) + encodeCharacters(address + fragment).replace(/[[\]]/g, encodeURIComponent);
}

function encodeCharacters(part: string): string {
  return part
    .replace(/\p{Surrogate}/gu, '\ufffd')

    .replace(/%(?![0-9a-f]{2})/gi, '%25')
    .replace(/[^\w.~!$&'()*+,;=:@/?#[\]%-]/gu, encodeURIComponent);
}
