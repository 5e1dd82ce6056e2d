import type { Certificate } from '../../model/capture.ts';
import { append } from '../../model/lists.ts';
import { namesThatCover, plainName } from '../connections/certificate-names.ts';

/** A group of connections that have one certificate; null where no source reports it. */
interface Certified {
  readonly certificate: Certificate | null;
}

/** Finds the groups that are not known to lack a host's name: an address can have thousands of certificates. */
export class GroupsByName<Group extends Certified> {
  readonly #places: ReadonlyMap<Group, number>;
  readonly #anyHost: readonly Group[];
  readonly #byName = new Map<string, Group[]>();

  constructor(groups: readonly Group[]) {
    this.#places = new Map(groups.map((group, place) => [group, place]));
    this.#anyHost = groups.filter(({ certificate }) => certificate === null);
    for (const group of groups) {
      const names = new Set(group.certificate?.names.map(plainName));
      for (const name of names) append(this.#byName, name, group);
    }
  }

  /** In their order. */
  for(host: string): readonly Group[] {
    const named = namesThatCover(host).flatMap((name) => this.#byName.get(name) ?? []);
    if (named.length === 0) return this.#anyHost;
    const place = (group: Group) => this.#places.get(group) ?? 0;
    return [...new Set([...this.#anyHost, ...named])].sort((a, b) => place(a) - place(b));
  }
}
