import type { LabHost, LabSite } from '../../lab/site.ts';
import { pageHtml } from '../page.ts';
import type { PageRequest, Plan, Step } from '../plan.ts';
import { Random } from '../random.ts';
import { fieldSite, PAGE } from './site.ts';

const ROUND_TRIPS = [0, 5, 10, 20, 40, 60, 100] as const;

/**
 * A run like a page of the web: names take time to resolve, most hosts are healthy, some connections are opened before
 * they are needed, other work takes the processor. Runs with an even seed have no 421 at all. The same seed gives the
 * same plan on every machine.
 */
export function makeFieldPlan(seed: number): Plan {
  const random = new Random(seed * 104_729);
  const site = fieldSite(random, seed % 2 === 1);
  const pages = new PageMaker(random, site);
  const atLoad = pages.requests(random.int(10, 40), MARKUP);
  const steps = pages.steps();
  return {
    seed,
    confounder: 'field',
    roundTrip: random.pick(ROUND_TRIPS),
    site: pages.site(atLoad),
    steps,
    throttling: random.chance(0.1)
      ? { latency: random.int(20, 150), throughput: random.int(100, 1000) * 1000 }
      : null,
    ...(random.chance(0.3) && { blocksThirdParties: random.chance(0.5) }),
    field: {
      resolution: Object.fromEntries(
        site.hosts.map(({ name }) => [`${name}.${site.domain}`, resolutionTime(random)]),
      ),
      quic: random.chance(0.5),
      busyProcesses: random.chance(0.25) ? random.int(1, 3) : 0,
      atLoad,
    },
  };
}

/** ms; a third of names are in a near cache, few have to be asked for far away. */
function resolutionTime(random: Random): number {
  const dice = random.next();
  if (dice < 0.3) return random.int(0, 4);
  return dice < 0.8 ? random.int(5, 60) : random.int(60, 300);
}

type How = PageRequest['how'];
/** What HTML can ask for by itself. */
const MARKUP: readonly [How, ...How[]] = ['image', 'script', 'image', 'module', 'preconnect', 'dns-prefetch'];
const BY_SCRIPT: readonly [How, ...How[]] = ['fetch', 'fetch', 'fetch', 'image', 'script', 'module'];

class PageMaker {
  readonly #random: Random;
  readonly #site: LabSite;
  readonly #files = new Map<string, Record<string, { type: string; body: string }>>();
  #count = 0;

  constructor(random: Random, site: LabSite) {
    this.#random = random;
    this.#site = site;
  }

  steps(): Step[] {
    const random = this.#random;
    return Array.from({ length: random.int(3, 6) }).flatMap((): Step[] => {
      const requests = this.requests(random.int(4, 25), BY_SCRIPT);
      const frame = random.chance(0.3) ? [this.#frame()] : [];
      const steps: Step[] = [{ kind: 'wave', requests: [...requests, ...frame] }];
      if (random.chance(0.15)) steps.push({ kind: 'pause', time: random.int(1_000, 6_000) });
      return steps;
    });
  }

  requests(count: number, kinds: readonly [How, ...How[]]): PageRequest[] {
    const requests = Array.from({ length: count }, () => this.#one(kinds));
    // HTTP/1.1 hosts are asked often enough to have a queue.
    const [old] = this.#site.hosts.filter(({ protocol }) => protocol !== undefined);
    const queued = old !== undefined && this.#random.chance(0.3) ? this.#random.int(7, 14) : 0;
    return [...requests, ...Array.from({ length: queued }, () => this.#one(['image'], old))];
  }

  /** The site with what its hosts serve, and a page that asks for `atLoad` while it is parsed. */
  site(atLoad: readonly PageRequest[]): LabSite {
    this.#add(PAGE, '/', 'text/html; charset=utf-8', pageHtml([], false, markupOf(atLoad)));
    const hosts = this.#site.hosts.map((host) => ({ ...host, files: this.#files.get(host.name) ?? {} }));
    return { ...this.#site, hosts };
  }

  #one(kinds: readonly [How, ...How[]], host = this.#host()): PageRequest {
    const random = this.#random;
    const how = random.pick(kinds);
    const post = how === 'fetch' && random.chance(0.2);
    this.#count += 1;
    const path = `/${how}-${this.#count}`;
    if (how === 'image') this.#add(host.name, path, 'image/svg+xml', SVG);
    if (how === 'script' || how === 'module') this.#add(host.name, path, 'text/javascript', '');
    return {
      host: `${host.name}.${this.#site.domain}`,
      path,
      how,
      method: post ? 'POST' : 'GET',
      credentials: random.chance(0.75) ? 'include' : 'omit',
      preflight: post && random.chance(0.3),
      after: random.chance(0.6) ? 0 : random.int(1, 60),
    };
  }

  #frame(): PageRequest {
    const request: PageRequest = { ...this.#one(['frame']), method: 'GET', preflight: false };
    const inside = this.requests(this.#random.int(1, 5), ['fetch', 'image']);
    const name = request.host.slice(0, -this.#site.domain.length - 1);
    this.#add(name, request.path, 'text/html; charset=utf-8', pageHtml(inside));
    return request;
  }

  #host(): LabHost {
    const [front, ...others] = this.#site.hosts;
    if (front === undefined) throw new Error('a site needs a host');
    return this.#random.pick([front, ...others]);
  }

  #add(host: string, path: string, type: string, body: string): void {
    this.#files.set(host, { ...this.#files.get(host), [path]: { type, body } });
  }
}

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';

/** HTML cannot know the lab's port before it listens, so a script in the head writes it in. */
function markupOf(requests: readonly PageRequest[]): string {
  const tags = requests.map(tagOf).join('');
  return `<script>document.write(${JSON.stringify(tags).replaceAll('</', '<\\/')}.replaceAll('PORT', location.port))</script>`;
}

function tagOf({ how, host, path, credentials }: PageRequest): string {
  const url = `https://${host}:PORT`;
  const anonymous = credentials === 'omit' ? ' crossorigin' : '';
  if (how === 'image') return `<img src="${url}${path}"${anonymous}>`;
  if (how === 'script') return `<script async src="${url}${path}"${anonymous}></script>`;
  if (how === 'module') return `<script type="module" src="${url}${path}"></script>`;
  return `<link rel="${how}" href="${url}"${anonymous}>`;
}
