import type { Capture, EpochMs, Header, RequestRecord } from '../../model/capture.ts';
import { fieldValue } from '../../model/header-fields.ts';
import { MISDIRECTED } from '../../model/misdirected.ts';
import type { Origin } from '../../model/origin.ts';
import { type Steps, stepping } from '../../model/steps.ts';
import { addressKey, type ConnectionIndex, type ConnectionUse } from '../connections/connection-index.ts';

/** Knows where HTTP/3 was offered and used, so that it was the browser's first choice. */
export class Alternatives {
  readonly #offers: ReadonlyMap<Origin, EpochMs>;
  readonly #spokenAt: ReadonlySet<string>;

  private constructor(offers: ReadonlyMap<Origin, EpochMs>, { byAddress }: ConnectionIndex) {
    this.#offers = offers;
    const spoken = [...byAddress].filter(([, uses]) => uses.some(({ record }) => record.protocol === 'h3'));
    this.#spokenAt = new Set(spoken.map(([address]) => address));
  }

  static *read(capture: Capture, index: ConnectionIndex): Steps<Alternatives> {
    return new Alternatives(yield* http3Offers(capture), index);
  }

  /** Whether a request that began at `start` did not use HTTP/3 although its origin had offered it. */
  ignoredBy(
    { origin }: RequestRecord,
    { record: { protocol, remote } }: ConnectionUse,
    start: EpochMs,
  ): boolean {
    const offered = origin === null ? undefined : this.#offers.get(origin);
    if (offered === undefined || offered > start || protocol === 'h3' || remote === null) return false;
    return this.#spokenAt.has(addressKey(remote));
  }
}

/** When each origin was first seen to offer HTTP/3 (`Alt-Svc`, RFC 7838 section 3). */
function* http3Offers({ requests }: Capture): Steps<Map<Origin, EpochMs>> {
  const offers = new Map<Origin, EpochMs>();
  yield* stepping(requests, (request) => {
    const { origin, endedAt, status, responseHeaders } = request;
    // Alt-Svc on a 421 must be ignored (RFC 7838 section 6).
    if (origin === null || endedAt === null || status === MISDIRECTED || !offersHttp3(responseHeaders))
      return;
    offers.set(origin, Math.min(offers.get(origin) ?? endedAt, endedAt));
  });
  return offers;
}

/** Whether these headers have an Alt-Svc that names HTTP/3. */
export function offersHttp3(headers: readonly Header[] | null): boolean {
  return /(^|[\s,])h3=/.test(fieldValue(headers, 'alt-svc') ?? '');
}
