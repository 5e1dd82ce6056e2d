import type { LabHost, LabSite } from '../lab/site.ts';
import { NEAR } from './hosts.ts';
import type { Confounder, PageRequest, Step } from './plan.ts';
import type { Random } from './random.ts';

type Kind = Exclude<PageRequest['how'], 'frame' | 'preconnect' | 'dns-prefetch'>;

/** Creates random requests. Each has its own path, which identifies it in a server's log. */
export class RequestMaker {
  readonly #random: Random;
  readonly #site: LabSite;
  readonly #confounder: Confounder;
  #count = 0;

  constructor(random: Random, site: LabSite, confounder: Confounder) {
    this.#random = random;
    this.#site = site;
    this.#confounder = confounder;
  }

  steps(): Step[] {
    const random = this.#random;
    return Array.from({ length: random.int(7, 12) }).flatMap((): Step[] => {
      const wave: Step = { kind: 'wave', requests: this.#wave() };
      return random.chance(0.08) ? [wave, { kind: 'retire' }] : [wave];
    });
  }

  /** The requests of one wave or one frame. */
  #wave(): PageRequest[] {
    const random = this.#random;
    // Closing a connection aborts the requests on it, and then it is unknown which of them arrived.
    if (this.#confounder === 'close') return [this.one()];
    const burst = this.#confounder === 'queueing' && random.chance(0.6);
    if (!burst) return Array.from({ length: random.int(1, 7) }, () => this.one());
    const host = this.#host();
    return Array.from({ length: random.int(8, 25) }, () => this.one(random.chance(0.7) ? host : undefined));
  }

  one(host = this.#host()): PageRequest {
    const random = this.#random;
    const how = random.chance(0.6) ? 'fetch' : random.pick<Kind>(['image', 'script', 'module', 'fetch']);
    const post = how === 'fetch' && random.chance(0.25);
    this.#count += 1;
    const again = this.#confounder === 'cache' && this.#count > 4 && how !== 'fetch' && random.chance(0.5);
    return {
      host: `${host.name}.${this.#site.domain}`,
      path: `/${how}-${again && host.fault === undefined ? 'kept' : this.#count}`,
      how,
      method: post ? 'POST' : 'GET',
      credentials: random.chance(0.75) ? 'include' : 'omit',
      preflight: post && random.chance(0.3),
      after: random.chance(0.5) ? 0 : random.int(1, 30),
    };
  }

  /** A document of a host with its own requests. */
  frame(host: LabHost): { readonly request: PageRequest; readonly inside: readonly PageRequest[] } {
    const inside = Array.from({ length: this.#random.int(1, 4) }, () => this.one());
    const request: PageRequest = { ...this.one(host), how: 'frame', method: 'GET', preflight: false };
    return { request: { ...request, path: `/frame-${this.#count}` }, inside };
  }

  #host(): LabHost {
    const [front, ...others] = this.#site.hosts;
    if (front === undefined) throw new Error(`no hosts below ${NEAR}`);
    return this.#random.chance(0.12) ? front : this.#random.pick([front, ...others]);
  }
}
