import type { EpochMs, Remote } from '../../model/capture.ts';
import { namesThatCover, plainName } from '../connections/certificate-names.ts';
import {
  addressKey,
  type ConnectionIndex,
  type ConnectionUse,
  usableFrom,
} from '../connections/connection-index.ts';

interface Sought {
  readonly remote: Remote;
  readonly host: string;
  /** By then the connection must have been usable. */
  readonly by: EpochMs;
}

/** Connections that can be shared, in order of their usability. Two suffice to find another one than a given one. */
type FirstTwo = readonly [ConnectionUse, ConnectionUse?];

interface OfAddress {
  /** Those whose certificate no source reports. */
  readonly anyHost: FirstTwo | null;
  /** The others, by each name in their certificates. */
  readonly byName: ReadonlyMap<string, FirstTwo>;
}

/** Finds whether a connection to an address could have been shared with a host by a certain time. */
export class ShareableConnections {
  readonly #index: ConnectionIndex;
  readonly #byAddress = new Map<string, OfAddress>();

  constructor(index: ConnectionIndex) {
    this.#index = index;
  }

  /** Whether another connection than `use` was usable by then that is not known to lack the host's name. */
  hasOther(use: ConnectionUse, { remote, host, by }: Sought): boolean {
    const { anyHost, byName } = this.#at(addressKey(remote));
    const usable = (two: FirstTwo | null | undefined): boolean => {
      const other = two?.find((one) => one !== use);
      return other !== undefined && usableFrom(other) <= by;
    };
    return usable(anyHost) || namesThatCover(host).some((name) => usable(byName.get(name)));
  }

  #at(address: string): OfAddress {
    let known = this.#byAddress.get(address);
    if (known === undefined) {
      known = grouped(this.#index.byAddress.get(address) ?? []);
      this.#byAddress.set(address, known);
    }
    return known;
  }
}

/** `uses` in order of their usability. */
function grouped(uses: readonly ConnectionUse[]): OfAddress {
  let anyHost: FirstTwo | null = null;
  const byName = new Map<string, FirstTwo>();
  for (const use of uses) {
    const { protocol, certificate } = use.record;
    if (protocol === 'http/1.1') continue;
    if (certificate === null) anyHost = withNext(anyHost, use);
    // A certificate can name a host twice.
    else
      for (const name of new Set(certificate.names.map(plainName))) {
        byName.set(name, withNext(byName.get(name) ?? null, use));
      }
  }
  return { anyHost, byName };
}

function withNext(two: FirstTwo | null, next: ConnectionUse): FirstTwo {
  if (two === null) return [next];
  return two.length === 1 ? [two[0], next] : two;
}
