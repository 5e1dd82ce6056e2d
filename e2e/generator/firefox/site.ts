import type { Fault, LabHost, LabSite } from '../../lab/site.ts';
import { FAR, NEAR } from '../hosts.ts';
import type { Random } from '../random.ts';
import type { FirefoxConfounder } from './plan.ts';

/** Names under `localhost` never reach a resolver in Firefox (netwerk/dns/nsHostResolver.cpp); names under `test` do. */
export const DOMAIN = 'test';
/** The host of the page. */
export const PAGE = `www.${NEAR}`;

const LETTERS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** Random hosts, certificates and addresses. Without `misdirects` no host answers 421. */
export function firefoxSite(random: Random, confounder: FirefoxConfounder, misdirects: boolean): LabSite {
  const names = LETTERS.slice(0, random.int(4, 8)).map((letter) => `${letter}.${NEAR}`);
  if (confounder === 'frames' || random.chance(0.25))
    names.push(...LETTERS.slice(0, random.int(1, 3)).map((letter) => `${letter}.${FAR}`));
  const certificates: Record<string, string[]> = {
    wide: [`*.${NEAR}.{domain}`, `*.${FAR}.{domain}`],
    some: [`${PAGE}.{domain}`, ...random.some(names, 0.6).map((name) => `${name}.{domain}`)],
  };
  const hosts = names.map((name): LabHost => {
    const certificate = certificateFor(name, random, certificates);
    return { ...randomHost(name, random, confounder, misdirects), certificate };
  });
  return {
    domain: DOMAIN,
    certificates,
    hosts: [{ name: PAGE, story: 'the page', certificate: 'wide' }, ...hosts],
  };
}

function certificateFor(name: string, random: Random, certificates: Record<string, string[]>): string {
  const dice = random.next();
  if (dice < 0.65) return 'wide';
  if (dice < 0.85 && certificates.some?.includes(`${name}.{domain}`)) return 'some';
  certificates[name] = [`${name}.{domain}`];
  return name;
}

const HTTP1_SHARE: Partial<Record<FirefoxConfounder, number>> = { 'http/1.1': 0.7, '408': 0.3, close: 0.3 };

function randomHost(
  name: string,
  random: Random,
  confounder: FirefoxConfounder,
  misdirects: boolean,
): Omit<LabHost, 'certificate'> {
  const http1 = random.chance(HTTP1_SHARE[confounder] ?? 0.15);
  const fault = randomFault(random, confounder, misdirects);
  const slow = confounder === 'slow-421' && fault?.status === 421;
  const delay = slow
    ? random.int(80, 500)
    : random.chance(0.4)
      ? random.int(2, random.chance(0.3) ? 250 : 40)
      : 0;
  return {
    name,
    story: 'random',
    ...(fault && { fault }),
    ...(delay > 0 && { delay }),
    ...(http1 && { protocol: 'http/1.1' as const }),
    ...(random.chance(0.15) && { address: '127.0.0.2' }),
  };
}

function randomFault(random: Random, confounder: FirefoxConfounder, misdirects: boolean): Fault | null {
  if ((confounder === '408' || confounder === 'close') && random.chance(0.5)) {
    // Early and far apart, so that no fault affects the re-sent request.
    const nth = [random.int(2, 4), random.int(6, 9)];
    return { when: { nth }, status: confounder === '408' ? 408 : 'close' };
  }
  if (misdirects && random.chance(0.5))
    return misdirected(random, random.chance(0.15) ? 'always' : 'coalesced');
  return random.chance(0.08) ? { when: 'coalesced', status: 404, body: 'Not Found\n' } : null;
}

/** Servers differ in the type of their 421: nginx and Apache send a page, Envoy neither a body nor a type. */
function misdirected(random: Random, when: 'always' | 'coalesced'): Fault {
  const dice = random.next();
  if (dice < 0.25) return { when, status: 421, headers: { 'content-type': '' }, body: '' };
  const type = dice < 0.5 ? 'application/json' : dice < 0.75 ? 'text/html' : 'text/plain; charset=utf-8';
  return { when, status: 421, headers: { 'content-type': type }, body: '{}\n' };
}
