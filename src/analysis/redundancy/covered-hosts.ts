import type { Certificate } from '../../model/capture.ts';
import { namesThatCover, plainName } from '../connections/certificate-names.ts';

interface NamedHost {
  readonly wildcard: string | null;
  readonly hosts: number;
}

/** Counts how many of some hosts a certificate names, by its names: an address may have thousands of both. */
export class CoveredHosts {
  readonly #byName = new Map<string, NamedHost>();
  readonly #byWildcard = new Map<string, number>();

  constructor(hosts: Iterable<string>) {
    for (const host of hosts) {
      const [name, wildcard = null] = namesThatCover(host);
      if (name === undefined) continue;
      this.#byName.set(name, { wildcard, hosts: (this.#byName.get(name)?.hosts ?? 0) + 1 });
      if (wildcard !== null) this.#byWildcard.set(wildcard, (this.#byWildcard.get(wildcard) ?? 0) + 1);
    }
  }

  by(certificate: Certificate): number {
    const names = new Set(certificate.names.map(plainName));
    let covered = 0;
    for (const name of names) {
      covered += this.#byWildcard.get(name) ?? 0;
      const own = this.#byName.get(name);
      // What its wildcard covers is counted with that.
      if (own !== undefined && (own.wildcard === null || !names.has(own.wildcard))) covered += own.hosts;
    }
    return covered;
  }
}
