import errors from './net-errors.json' with { type: 'json' };

/** Chromium's error numbers are never given anew, so those of one build hold for all (net/base/net_error_list.h). */
const NAMES = new Map(Object.entries(errors).map(([name, number]) => [number, name]));

/** The name that Chromium shows for an error, where no log tells its own: `net::ERR_CONNECTION_RESET`. */
export function netErrorName(code: number): string {
  return `net::${NAMES.get(code) ?? `ERR_${code}`}`;
}
