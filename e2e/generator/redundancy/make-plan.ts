import type { RedundancyCause } from '../../../src/analysis/analysis.ts';
import { type Answer, hostName, type LabHost, type LabSite } from '../../lab/site.ts';
import { FAR } from '../hosts.ts';
import { pageHtml } from '../page.ts';
import type { PageRequest, Step } from '../plan.ts';
import { Random } from '../random.ts';
import { PAIR, randomHosts } from './hosts.ts';
import { CAUSES, type RedundancyPlan } from './plan.ts';

const ROUND_TRIPS = [20, 30, 40, 60] as const;

/** The same seed gives the same plan on every machine. Each cause has every tenth seed. */
export function makeRedundancyPlan(
  seed: number,
  cause: RedundancyCause = CAUSES[seed % CAUSES.length] ?? 'CERT',
): RedundancyPlan {
  const random = new Random(seed * 6271);
  const site = randomHosts(random, cause);
  const maker = new StepMaker(random, site, cause);
  const steps = maker.steps();
  const proxied = cause === 'PROXY';
  return {
    seed,
    cause,
    confounder: proxied ? 'connect-proxy' : 'none',
    roundTrip: cause === 'PROTOCOL' ? 80 : random.pick(ROUND_TRIPS),
    site: withFiles(site, steps),
    steps,
    throttling: null,
    // Half of these runs reach some hosts without the proxy.
    direct: proxied && random.chance(0.5) ? random.some(namesOf(site), 0.5) : [],
    clientCertificate: cause === 'CLIENT-CERT' && random.chance(0.75),
    // Third-party requests with blocked cookies have a separate pool in addition.
    blocksThirdParties: cause !== 'PARTITION' && random.chance(0.5),
  };
}

function namesOf(site: LabSite): string[] {
  return site.hosts.map((host) => hostName(site, host));
}

/** The random steps of a page. Each request has its own path, which identifies it in a server's log. */
class StepMaker {
  readonly #random: Random;
  readonly #site: LabSite;
  readonly #cause: RedundancyCause;
  #count = 0;

  constructor(random: Random, site: LabSite, cause: RedundancyCause) {
    this.#random = random;
    this.#site = site;
    this.#cause = cause;
  }

  steps(): Step[] {
    const steps = Array.from({ length: this.#random.int(6, 9) }, () => this.#step());
    // DevTools' own request after the page must have ended before connections are closed.
    const first = Math.max(
      0,
      steps.findIndex(({ kind }) => kind === 'wave'),
    );
    return [...steps.slice(first), ...steps.slice(0, first)];
  }

  #step(): Step {
    const random = this.#random;
    switch (this.#cause) {
      case 'CLOSED':
        if (random.chance(0.25)) return { kind: 'retire' };
        if (random.chance(0.2)) return this.#retireUnder();
        // Closing a connection aborts the requests on it, and then it is unknown which of them arrived.
        return { kind: 'wave', requests: [this.#one()] };
      case 'PROTOCOL':
        return { kind: 'wave', requests: this.#pair() };
      case 'RACE':
        if (random.chance(0.35)) return { kind: 'retire' };
        return { kind: 'wave', requests: this.#race() };
      case 'PARTITION':
        return { kind: 'wave', requests: [random.chance(0.5) ? this.#frame() : this.#one()] };
      default:
        return { kind: 'wave', requests: Array.from({ length: random.int(1, 2) }, () => this.#one()) };
    }
  }

  /** A slow response keeps the connection open on which the server sends GOAWAY. */
  #retireUnder(): Step {
    const slow = this.#site.hosts.at(-1);
    if (slow === undefined) throw new Error('a site without hosts');
    const running = [{ ...this.#one(slow), credentials: 'include' as const }];
    return { kind: 'retire-under', running, requests: [this.#one()] };
  }

  /** Requests the HTTP/2 host first, and the other host before that connection is ready. */
  #pair(): PageRequest[] {
    const pairs = Math.floor((this.#site.hosts.length - 2) / PAIR);
    const first = 1 + PAIR * this.#random.int(0, pairs - 1);
    const credentials = this.#random.chance(0.3) ? 'omit' : 'include';
    return this.#site.hosts
      .slice(first, first + PAIR)
      .map((host, i) => ({ ...this.#one(host), how: 'fetch', credentials, after: i * 30 }));
  }

  #race(): PageRequest[] {
    const random = this.#random;
    // Close enough that none finds another's connection ready, but far enough apart that the servers see the order.
    const requests = Array.from({ length: random.int(2, 4) }, (_, i) => ({ ...this.#one(), after: 6 * i }));
    if (random.chance(0.5)) {
      const ahead = this.#one();
      const credentials = random.chance(0.5) ? 'include' : 'omit';
      requests.unshift({ ...ahead, how: 'preconnect', credentials, path: '' });
      if (random.chance(0.5)) requests.push({ ...ahead, after: random.int(1, 40) });
    }
    return requests;
  }

  /** A document of a host, of this or another site, with its own requests. */
  #frame(): PageRequest {
    const inside = Array.from({ length: this.#random.int(1, 2) }, () => this.#one());
    const frame = this.#one();
    return { ...frame, how: 'frame', credentials: 'include', inside };
  }

  #one(host = this.#host()): PageRequest {
    const random = this.#random;
    this.#count += 1;
    const omits = random.chance(this.#cause === 'CRED' ? 0.45 : 0.06);
    return {
      host: hostName(this.#site, host),
      path: `/r${this.#count}`,
      how: !omits && random.chance(0.2) ? 'image' : 'fetch',
      method: 'GET',
      credentials: omits ? 'omit' : 'include',
      preflight: false,
      after: 0,
    };
  }

  #host(): LabHost {
    const [front, ...others] = this.#site.hosts.slice(0, -1);
    if (front === undefined) throw new Error('a site without hosts');
    return this.#random.chance(0.1) ? front : this.#random.pick([front, ...others]);
  }
}

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';

function withFiles(site: LabSite, steps: readonly Step[]): LabSite {
  const files = new Map<string, Record<string, Answer>>();
  const add = (host: string, path: string, answer: Answer): void => {
    files.set(host, { ...files.get(host), [path]: answer });
  };
  const html = (inside: readonly PageRequest[]): Answer => ({ type: 'text/html', body: pageHtml(inside) });
  add(namesOf(site)[0] ?? '', '/', html([]));
  for (const { host, path, how, inside = [] } of requestsOf(steps)) {
    if (how === 'image') add(host, path, { type: 'image/svg+xml', body: SVG });
    if (how === 'frame') add(host, path, html(inside));
  }
  const hosts = site.hosts.map((host) => ({ ...host, files: files.get(hostName(site, host)) ?? {} }));
  return { ...site, hosts };
}

/** Every request of a plan's page and its frames. */
export function requestsOf(steps: readonly Step[]): PageRequest[] {
  return steps.flatMap(topRequestsOf).flatMap((request) => [request, ...(request.inside ?? [])]);
}

/** The requests of the page itself in a step. */
export function topRequestsOf(step: Step): readonly PageRequest[] {
  if (step.kind === 'wave') return step.requests;
  return step.kind === 'retire-under' ? [...step.running, ...step.requests] : [];
}

/** Whether a host belongs to another site than the page. */
export function isFar(host: string): boolean {
  return host.split('.').includes(FAR);
}
