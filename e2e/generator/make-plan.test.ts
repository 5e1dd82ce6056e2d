import { describe, expect, it } from 'vitest';
import { hostName } from '../lab/site.ts';
import { makePlan } from './make-plan.ts';
import { CONFOUNDERS, usesHttp3 } from './plan.ts';

const SEEDS = Array.from({ length: 120 }, (_, i) => i + 1);
const PLANS = SEEDS.map((seed) => makePlan(seed, { http3: true }));

describe('a plan', () => {
  it('is the same for the same seed, and different for another seed', () => {
    expect(makePlan(7, { http3: true })).toEqual(PLANS[6]);
    expect(new Set(PLANS.map((plan) => JSON.stringify(plan))).size).toBe(PLANS.length);
  });

  it('is plain JSON', () => {
    for (const plan of PLANS) expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  it('has every subject and every round trip for some seed', () => {
    expect(new Set(PLANS.map(({ confounder }) => confounder))).toEqual(new Set(CONFOUNDERS));
    expect(new Set(PLANS.map(({ roundTrip }) => roundTrip)).size).toBe(8);
  });

  it('requests only existing hosts, and a URL twice only where there is no fault', () => {
    for (const { site, steps } of PLANS) {
      const hosts = new Map(site.hosts.map((host) => [hostName(site, host), host]));
      const seen = new Set<string>();
      for (const step of steps) {
        for (const { host, path, method } of step.kind === 'wave' ? step.requests : []) {
          const url = `${method} ${host}${path}`;
          expect(hosts.has(host), host).toBe(true);
          if (seen.has(url)) expect(hosts.get(host)?.fault, url).toBeUndefined();
          seen.add(url);
        }
      }
    }
  });

  it('needs no HTTP/3 where no server is available', () => {
    for (const seed of SEEDS) expect(usesHttp3(makePlan(seed, { http3: false }))).toBe(false);
  });
});
