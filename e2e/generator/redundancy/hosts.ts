import type { RedundancyCause } from '../../../src/analysis/analysis.ts';
import type { LabHost, LabSite } from '../../lab/site.ts';
import { FAR, NEAR } from '../hosts.ts';
import type { Random } from '../random.ts';

const LETTERS = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
/** The server at this address requests a certificate from every client. */
const ASKING = '127.0.0.9';
const ADDRESSES = ['127.0.0.2', '127.0.0.3'] as const;
/** A host that supports only HTTP/1.1, and another at the same address that supports HTTP/2. */
export const PAIR = 2;
/** Long enough for a GOAWAY and the following requests to occur during one response. */
export const SLOW = 700;

const FRONT: LabHost = { name: `www.${NEAR}`, story: 'the page', certificate: 'wide' };

/**
 * Each pair has its own address. Chromium sends requests for a host that may support only HTTP/1.1 on an open HTTP/2
 * connection, so the two get separate connections only when both are opened at the same time.
 */
function pairs(names: readonly string[]): LabSite {
  const hosts = names.map((name, i): LabHost => {
    const address = `127.0.0.${2 + Math.floor(i / PAIR)}`;
    return { name, story: 'one of two', certificate: 'wide', address, ...(i % PAIR === 1 && OLD) };
  });
  const certificates = { wide: [`*.${NEAR}.{domain}`] };
  return { domain: 'localhost', certificates, hosts: [FRONT, ...hosts, { ...FRONT, name: `slow.${NEAR}` }] };
}

const OLD = { protocol: 'http/1.1' } as const;

/** Random hosts. Most can share the connection of the page; the subject of the run prevents it for the others. */
export function randomHosts(random: Random, cause: RedundancyCause): LabSite {
  const names = LETTERS.slice(0, random.int(4, LETTERS.length)).map((letter) => `${letter}.${NEAR}`);
  if (cause === 'PROTOCOL') return pairs(names);
  if (cause === 'PARTITION' || cause === 'CRED') names.push(`x.${FAR}`, `y.${FAR}`);
  const certificates: Record<string, string[]> = {
    wide: [`*.${NEAR}.{domain}`, `*.${FAR}.{domain}`],
    some: [
      `www.${NEAR}.{domain}`,
      ...random.some(names, cause === 'CERT' ? 0.25 : 0.5).map((name) => `${name}.{domain}`),
    ],
  };
  const likely = (about: RedundancyCause): number => (cause === about ? 0.65 : 0.08);
  // Simultaneous requests to an address without a connection do not find one to share.
  const elsewhere = cause === 'RACE' ? 0.7 : likely('IP');
  const hosts = names.map((name): LabHost => {
    let certificate = 'wide';
    if (random.chance(likely('CERT'))) {
      certificate = random.chance(0.3) ? 'some' : name;
      if (certificate === 'some' && !certificates.some?.includes(`${name}.{domain}`)) certificate = name;
      certificates[certificate] ??= [`${name}.{domain}`];
    }
    const asked = cause === 'CLIENT-CERT' && random.chance(0.8);
    const address = asked ? ASKING : random.chance(elsewhere) ? random.pick(ADDRESSES) : undefined;
    return {
      name,
      story: 'random',
      certificate,
      ...(address !== undefined && { address }),
      ...(random.chance(likely('PROTOCOL')) && { protocol: 'http/1.1' as const }),
      ...faultOf(random, cause, random.chance(likely('AFTER-421'))),
    };
  });
  // A host in the page's certificate shares the page's connection, whatever certificate its own server has.
  const front: LabHost = { ...FRONT, certificate: cause === 'CERT' ? 'some' : 'wide' };
  const slow: LabHost = { name: `slow.${NEAR}`, story: 'takes its time', certificate: 'wide', delay: SLOW };
  const site: LabSite = { domain: 'localhost', certificates, hosts: [front, ...hosts, slow] };
  return cause === 'CLIENT-CERT' ? { ...site, asksAt: ASKING } : site;
}

function faultOf(random: Random, cause: RedundancyCause, misdirects: boolean): Pick<LabHost, 'fault'> {
  if (cause === 'CLOSED' && random.chance(0.3)) return { fault: { when: { nth: [2] }, status: 'close' } };
  return misdirects ? { fault: { when: 'coalesced', status: 421 } } : {};
}
