import type { Answer, LabHost, LabSite } from '../../lab/site.ts';
import { hostName } from '../../lab/site.ts';
import { NEAR } from '../hosts.ts';
import { pageHtml } from '../page.ts';
import type { Confounder, PageRequest } from '../plan.ts';
import { Random } from '../random.ts';
import { RequestMaker } from '../requests.ts';
import { FIREFOX_CONFOUNDERS, type FirefoxConfounder, type FirefoxPlan } from './plan.ts';
import { DOMAIN, firefoxSite, PAGE } from './site.ts';

const ROUND_TRIPS = [0, 2, 5, 10, 20, 40, 60, 100] as const;

/** The subjects of Chromium's plans that shape requests in the same way. */
const LIKE: Partial<Record<FirefoxConfounder, Confounder>> = { close: 'close', bursts: 'queueing' };

/** The same seed gives the same plan on every machine. Plans with an even seed contain no 421. */
export function makeFirefoxPlan(
  seed: number,
  confounder: FirefoxConfounder = FIREFOX_CONFOUNDERS[seed % FIREFOX_CONFOUNDERS.length] ?? 'none',
): FirefoxPlan {
  const random = new Random(seed * 15_485_863);
  const site = firefoxSite(random, confounder, seed % 2 === 1);
  const maker = new RequestMaker(random, site, LIKE[confounder] ?? 'none');
  const files = new Files(site);
  const shape = (request: PageRequest): PageRequest => shaped(request, random, confounder);
  const atLoad = Array.from({ length: confounder === 'close' ? 1 : random.int(2, 10) }, () =>
    shape(maker.one()),
  );
  const steps = maker.steps().flatMap((step): FirefoxPlan['steps'][number][] => {
    if (step.kind !== 'wave') return step.kind === 'retire' ? [step] : [];
    const requests = step.requests.map(shape);
    const frames = confounder === 'frames' || random.chance(0.05) ? [files.frame(maker, random, shape)] : [];
    const hints = random.chance(0.12) ? [hint(maker.one())] : [];
    return [{ kind: 'wave', requests: [...hints, ...requests, ...frames] }];
  });
  files.serve(atLoad);
  for (const step of steps) if (step.kind === 'wave') files.serve(step.requests);
  const roundTrip = random.pick(ROUND_TRIPS);
  const resolution = Object.fromEntries(
    site.hosts.map((host) => [hostName(site, host), resolutionTime(random, confounder)]),
  );
  // Most sites set a cookie, and then requests without credentials are recognisable.
  const setsCookie = random.chance(0.75);
  return {
    ...{ seed, confounder, atLoad, steps, roundTrip, resolution },
    site: files.site(atLoad, setsCookie ? { 'set-cookie': COOKIE } : {}),
  };
}

function resolutionTime(random: Random, confounder: FirefoxConfounder): number {
  const dice = random.next();
  if (confounder === 'dns') return random.int(20, 300);
  if (dice < 0.5) return random.int(0, 4);
  return dice < 0.85 ? random.int(5, 60) : random.int(60, 300);
}

function shaped(request: PageRequest, random: Random, confounder: FirefoxConfounder): PageRequest {
  const post = confounder === 'posts' && request.how === 'fetch' && random.chance(0.7);
  return post ? { ...request, method: 'POST', preflight: random.chance(0.2) } : request;
}

const hint = (request: PageRequest): PageRequest => ({
  ...request,
  how: 'preconnect',
  method: 'GET',
  preflight: false,
});

/** The files of the hosts, in addition to the small responses for every other path. */
class Files {
  readonly #site: LabSite;
  readonly #byHost = new Map<string, Record<string, Answer>>();

  constructor(site: LabSite) {
    this.#site = site;
  }

  /** A document of any host with its own requests. */
  frame(maker: RequestMaker, random: Random, shape: (request: PageRequest) => PageRequest): PageRequest {
    const [first, ...others] = this.#site.hosts.slice(1);
    if (first === undefined) throw new Error('a site needs a host in addition to the page');
    const host: LabHost = random.pick([first, ...others]);
    const { request, inside } = maker.frame(host);
    const sent = inside.map(shape);
    this.#add(host.name, request.path, html(pageHtml(sent)));
    this.serve(sent);
    return { ...request, inside: sent };
  }

  /** Images and scripts need a file. The browser hides other responses to these from the page. */
  serve(requests: readonly PageRequest[]): void {
    for (const { host, path, how } of requests) {
      const name = host.slice(0, -this.#site.domain.length - 1);
      if (how === 'image') this.#add(name, path, { type: 'image/svg+xml', body: SVG });
      if (how === 'script' || how === 'module') this.#add(name, path, { type: 'text/javascript', body: '' });
    }
  }

  site(atLoad: readonly PageRequest[], headers: Readonly<Record<string, string>>): LabSite {
    this.#add(PAGE, '/', { ...html(pageHtml(atLoad)), headers });
    const hosts = this.#site.hosts.map((host) => ({ ...host, files: this.#byHost.get(host.name) ?? {} }));
    return { ...this.#site, hosts };
  }

  #add(host: string, path: string, answer: Answer): void {
    this.#byHost.set(host, { ...this.#byHost.get(host), [path]: answer });
  }
}

/** For all hosts of the page's site. */
const COOKIE = `visit=1; Domain=${NEAR}.${DOMAIN}; Path=/; Secure; SameSite=None`;

const html = (body: string): Answer => ({ type: 'text/html; charset=utf-8', body });

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
