import type { Answer, LabHost, LabSite } from '../lab/site.ts';
import { randomSite } from './hosts.ts';
import { pageHtml, serviceWorker } from './page.ts';
import { CONFOUNDERS, type Confounder, type PageRequest, type Plan, type Step } from './plan.ts';
import { Random } from './random.ts';
import { RequestMaker } from './requests.ts';

export interface PlanOptions {
  /** Whether a server for HTTP/3 is available. Without one, plans that need it get another subject. */
  readonly http3: boolean;
  /** A subject to use instead of the one that the seed selects. */
  readonly confounder?: Confounder;
}

const ROUND_TRIPS = [0, 2, 5, 10, 20, 40, 60, 100] as const;
/** Twice as often as the others, because most pages are like this. */
const ORDER: readonly Confounder[] = [...CONFOUNDERS, 'none', '408', 'queueing', 'alt-svc', 'none', 'frames'];

/** The same seed gives the same plan on every machine. */
export function makePlan(seed: number, { http3, confounder = kindOf(seed, http3) }: PlanOptions): Plan {
  const random = new Random(seed * 7919);
  const site = randomSite(random, confounder);
  const maker = new RequestMaker(random, site, confounder);
  const files = new Files(site);
  const steps = maker.steps();
  if (confounder === 'frames' || (confounder !== 'close' && random.chance(0.25))) {
    addFrames(steps, random, maker, files);
  }
  for (const step of steps) if (step.kind === 'wave') files.asked(step.requests);
  return {
    seed,
    confounder,
    roundTrip: random.pick(ROUND_TRIPS),
    site: withHeaders(files.site(confounder), confounder),
    steps,
    throttling:
      confounder === 'throttling'
        ? { latency: random.int(20, 200), throughput: random.int(50, 1000) * 1000 }
        : null,
  };
}

function kindOf(seed: number, http3: boolean): Confounder {
  const kind = ORDER[seed % ORDER.length] ?? 'none';
  return http3 || (kind !== 'h3' && kind !== 'alt-svc') ? kind : 'none';
}

function addFrames(steps: Step[], random: Random, maker: RequestMaker, files: Files): void {
  for (let i = random.int(1, 4); i > 0; i -= 1) {
    const [first, ...others] = files.hosts.slice(1);
    if (first === undefined) return;
    const host = random.pick([first, ...others]);
    const { request, inside } = maker.frame(host);
    files.add(host.name, request.path, html(pageHtml(inside)));
    files.asked(inside);
    steps.splice(random.int(1, steps.length), 0, { kind: 'wave', requests: [request, maker.one()] });
  }
}

const html = (body: string): Answer => ({ type: 'text/html; charset=utf-8', body });

/** The files of the hosts by path, in addition to the small responses for every other path. */
class Files {
  readonly #site: LabSite;
  readonly #asked: PageRequest[] = [];
  readonly #byHost = new Map<string, Record<string, Answer>>();

  constructor(site: LabSite) {
    this.#site = site;
  }

  /** The requests that will be sent to the hosts. */
  asked(requests: readonly PageRequest[]): void {
    this.#asked.push(...requests);
  }

  get hosts(): readonly LabHost[] {
    return this.#site.hosts;
  }

  add(host: string, path: string, answer: Answer): void {
    this.#byHost.set(host, { ...this.#byHost.get(host), [path]: answer });
  }

  site(confounder: Confounder): LabSite {
    const front = this.#site.hosts[0]?.name ?? '';
    const worker = confounder === 'service-worker';
    this.#addAsked();
    this.add(front, '/', html(pageHtml([] satisfies PageRequest[], worker)));
    if (worker) this.add(front, '/worker.js', { type: 'text/javascript', body: serviceWorker });
    if (confounder === 'cache') this.#addKept();
    const hosts = this.#site.hosts.map((host) => ({ ...host, files: this.#byHost.get(host.name) ?? {} }));
    return { ...this.#site, hosts };
  }

  /** A file for an image or a script. The browser hides other responses to these from the page and from DevTools. */
  #addAsked(): void {
    for (const { host, path, how } of this.#asked) {
      const name = host.slice(0, -this.#site.domain.length - 1);
      if (how === 'image') this.add(name, path, { type: 'image/svg+xml', body: SVG });
      if (how === 'script' || how === 'module') this.add(name, path, { type: 'text/javascript', body: '' });
    }
  }

  /** Cacheable files. Simultaneous requests for them wait for each other. */
  #addKept(): void {
    const headers = { 'cache-control': 'max-age=600' };
    for (const { name } of this.#site.hosts) {
      this.add(name, '/image-kept', { type: 'image/svg+xml', body: SVG, headers });
      this.add(name, '/script-kept', { type: 'text/javascript', body: '', headers });
      this.add(name, '/module-kept', { type: 'text/javascript', body: '', headers });
    }
  }
}

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';

/** Alternative services at the lab's own port. A server may or may not listen there over UDP. */
function withHeaders(site: LabSite, confounder: Confounder): LabSite {
  const alternatives = confounder === 'alt-svc' || confounder === 'alt-svc-dead';
  return alternatives ? { ...site, headers: { 'alt-svc': 'h3=":{port}"; ma=600' } } : site;
}
