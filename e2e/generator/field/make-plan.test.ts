import { describe, expect, it } from 'vitest';
import { hostName } from '../../lab/site.ts';
import { makeFieldPlan } from './make-plan.ts';

const SEEDS = Array.from({ length: 40 }, (_, i) => i + 1);
const PLANS = SEEDS.map(makeFieldPlan);

describe('a plan like a page of the web', () => {
  it('is the same for the same seed', () => {
    expect(makeFieldPlan(7)).toEqual(PLANS[6]);
    expect(new Set(PLANS.map((plan) => JSON.stringify(plan))).size).toBe(PLANS.length);
  });

  it('has no host that misdirects in every second run', () => {
    const misdirects = PLANS.map(({ site }) => site.hosts.some(({ fault }) => fault !== undefined));
    expect(misdirects.filter((any, i) => any && i % 2 === 1)).toEqual([]);
    expect(misdirects.filter(Boolean).length).toBeGreaterThan(15);
  });

  it('has 20 to 80 hosts in addition to the page, each with a time to resolve', () => {
    for (const { site, field } of PLANS) {
      expect(site.hosts.length).toBeGreaterThanOrEqual(21);
      expect(site.hosts.length).toBeLessThanOrEqual(81);
      const names = site.hosts.map((host) => hostName(site, host));
      expect(Object.keys(field?.resolution ?? {}).sort()).toEqual(names.sort());
    }
  });

  it('requests only from hosts that exist, and no URL twice', () => {
    for (const { site, steps, field } of PLANS) {
      const hosts = new Set(site.hosts.map((host) => hostName(site, host)));
      const requests = [
        ...(field?.atLoad ?? []),
        ...steps.flatMap((step) => (step.kind === 'wave' ? step.requests : [])),
      ];
      for (const { host } of requests) expect(hosts).toContain(host);
      const urls = requests.map(({ host, path }) => host + path);
      expect(new Set(urls).size).toBe(urls.length);
    }
  });
});
