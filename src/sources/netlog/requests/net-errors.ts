import errors from './net-errors.json' with { type: 'json' };

/** Chromium never reuses an error number, so the list of one build is valid for all (net/base/net_error_list.h). */
const NAMES = new Map(Object.entries(errors).map(([name, number]) => [number, name]));

/** The name that Chromium shows for an error, for a source without its own list: `net::ERR_CONNECTION_RESET`. */
export function netErrorName(code: number): string {
  return `net::${NAMES.get(code) ?? `ERR_${code}`}`;
}
