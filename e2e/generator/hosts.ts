import type { Fault, LabHost, LabSite } from '../lab/site.ts';
import type { Confounder } from './plan.ts';
import type { Random } from './random.ts';

/** The page's own site and another one. For a browser these are two sites with separate connection pools. */
export const NEAR = 'gen';
export const FAR = 'far';
const LETTERS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

const MISDIRECTED: Fault = { when: 'coalesced', status: 421, body: 'Misdirected Request\n' };

/** Random hosts, certificates and addresses. make-plan adds the files of the page. */
export function randomSite(random: Random, confounder: Confounder): LabSite {
  const names = LETTERS.slice(0, random.int(4, 8)).map((letter) => `${letter}.${NEAR}`);
  if (confounder === 'frames') names.push(...LETTERS.slice(0, random.int(1, 3)).map((l) => `${l}.${FAR}`));
  const certificates: Record<string, string[]> = {
    wide: [`*.${NEAR}.{domain}`, `*.${FAR}.{domain}`],
    some: [`www.${NEAR}.{domain}`, ...random.some(names, 0.6).map((name) => `${name}.{domain}`)],
  };
  const hosts = names.map((name): LabHost => {
    const certificate = certificateFor(name, random, certificates);
    return { ...randomHost(name, random, confounder), certificate };
  });
  const front: LabHost = { name: `www.${NEAR}`, story: 'the page', certificate: 'wide' };
  return { domain: 'localhost', certificates, hosts: [front, ...hosts] };
}

function certificateFor(name: string, random: Random, certificates: Record<string, string[]>): string {
  const dice = random.next();
  if (dice < 0.7) return 'wide';
  if (dice < 0.85 && certificates.some?.includes(`${name}.{domain}`)) return 'some';
  certificates[name] = [`${name}.{domain}`];
  return name;
}

function randomHost(name: string, random: Random, confounder: Confounder): Omit<LabHost, 'certificate'> {
  const oldProtocol = random.chance(confounder === '408' || confounder === 'close' ? 0.4 : 0.15);
  const fault = randomFault(random, confounder);
  return {
    name,
    story: 'random',
    ...(fault && { fault }),
    ...(random.chance(0.4) && { delay: random.int(2, random.chance(0.3) ? 250 : 40) }),
    // If a run uses HTTP/3, all of its hosts do.
    ...(oldProtocol && confounder !== 'h3' && { protocol: 'http/1.1' as const }),
    ...(random.chance(0.15) && { address: '127.0.0.2' }),
  };
}

function randomFault(random: Random, confounder: Confounder): Fault | null {
  const dice = random.next();
  if ((confounder === '408' || confounder === 'close') && dice < 0.45) {
    // Early and far apart, so that no fault affects the re-sent request.
    const nth = [random.int(2, 4), random.int(6, 9)];
    return { when: { nth }, status: confounder === '408' ? 408 : 'close' };
  }
  if (random.chance(0.45)) return MISDIRECTED;
  if (random.chance(0.12)) return { ...MISDIRECTED, when: 'always' };
  return random.chance(0.12) ? { when: 'coalesced', status: 404, body: 'Not Found\n' } : null;
}
