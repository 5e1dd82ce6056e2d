import type { Fault, LabHost, LabSite } from '../../lab/site.ts';
import type { Random } from '../random.ts';

/** The page's host. */
export const PAGE = 'www.shop';
/** The page's own site, and the sites of others that it uses. */
const OWN_SITE = 'shop';
const OTHERS = ['cdn', 'ads', 'fonts', 'stats', 'video'];

const MISDIRECTED: Fault = { when: 'coalesced', status: 421, body: 'Misdirected Request\n' };

/**
 * 20 to 80 hosts of several sites. A site has a wildcard certificate and one address for most of its hosts, as behind a
 * content network; a few have a certificate or an address of their own.
 * @param misdirects whether some hosts refuse requests on a shared connection
 */
export function fieldSite(random: Random, misdirects: boolean): LabSite {
  const sites = [OWN_SITE, ...random.some(OTHERS, 0.8)];
  const certificates: Record<string, string[]> = {};
  const addresses = new Map<string, string>();
  for (const site of sites) {
    // The bare name is among them, as in most wildcard certificates.
    certificates[site] = [`*.${site}.{domain}`, `${site}.{domain}`];
    addresses.set(site, `127.0.0.${random.int(1, 4)}`);
  }
  const hosts = Array.from({ length: random.int(20, 80) }, (_, i): LabHost => {
    const site = random.pick([OWN_SITE, ...sites]);
    const name = `h${i}.${site}`;
    const own = random.chance(0.2);
    if (own) certificates[name] = [`${name}.{domain}`];
    return {
      name,
      story: 'random',
      certificate: own ? name : site,
      address: random.chance(0.1) ? `127.0.0.${random.int(1, 4)}` : (addresses.get(site) ?? '127.0.0.1'),
      ...(random.chance(0.4) && { delay: random.int(2, random.chance(0.2) ? 250 : 40) }),
      ...(random.chance(0.12) && { protocol: 'http/1.1' as const }),
    };
  });
  const page: LabHost = {
    name: PAGE,
    story: 'the page',
    certificate: OWN_SITE,
    address: addresses.get(OWN_SITE) ?? '127.0.0.1',
  };
  return { domain: 'test', certificates, hosts: [page, ...(misdirects ? withFaults(hosts, random) : hosts)] };
}

/** Up to half of the hosts refuse shared connections, and a few refuse every one. */
function withFaults(hosts: readonly LabHost[], random: Random): LabHost[] {
  const share = random.int(1, 6) / 12;
  return hosts.map((host): LabHost => {
    if (random.chance(share)) return { ...host, fault: MISDIRECTED };
    if (random.chance(0.03)) return { ...host, fault: { ...MISDIRECTED, when: 'always' } };
    if (random.chance(0.04))
      return { ...host, fault: { when: { nth: [random.int(2, 4)] }, status: 'close' } };
    return host;
  });
}
