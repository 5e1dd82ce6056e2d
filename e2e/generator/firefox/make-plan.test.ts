import { describe, expect, it } from 'vitest';
import { hostName } from '../../lab/site.ts';
import { makeFirefoxPlan } from './make-plan.ts';
import { FIREFOX_CONFOUNDERS, type FirefoxPlan } from './plan.ts';

const PLANS = Array.from({ length: 90 }, (_, i) => makeFirefoxPlan(i + 1));

const statusesOf = ({ site }: FirefoxPlan) => site.hosts.map(({ fault }) => fault?.status);
const about = (subject: FirefoxPlan['confounder']) =>
  PLANS.filter(({ confounder }) => confounder === subject);
const wavesOf = ({ steps }: FirefoxPlan) => steps.flatMap((step) => (step.kind === 'wave' ? [step] : []));

describe('a plan for Firefox', () => {
  it('is the same for the same seed, different for another seed, and plain JSON', () => {
    expect(makeFirefoxPlan(7)).toEqual(PLANS[6]);
    expect(new Set(PLANS.map((plan) => JSON.stringify(plan))).size).toBe(PLANS.length);
    for (const plan of PLANS) expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  it('has every subject and every round trip for some seed', () => {
    expect(new Set(PLANS.map(({ confounder }) => confounder))).toEqual(new Set(FIREFOX_CONFOUNDERS));
    expect(new Set(PLANS.map(({ roundTrip }) => roundTrip)).size).toBe(8);
  });

  it('contains no 421 if the seed is even, and most others contain one', () => {
    const [healthy, others] = [0, 1].map((rest) => PLANS.filter(({ seed }) => seed % 2 === rest));
    for (const plan of healthy ?? []) expect(statusesOf(plan), String(plan.seed)).not.toContain(421);
    const misdirected = (others ?? []).filter((plan) => statusesOf(plan).includes(421));
    expect(misdirected.length).toBeGreaterThan(40);
  });

  it('has what its subject is about', () => {
    expect(about('408').filter((plan) => statusesOf(plan).includes(408)).length).toBeGreaterThan(8);
    expect(about('close').filter((plan) => statusesOf(plan).includes('close')).length).toBeGreaterThan(8);
    for (const { site } of about('http/1.1')) expect(site.hosts.some(({ protocol }) => protocol)).toBe(true);
    for (const plan of about('bursts'))
      expect(wavesOf(plan).some(({ requests }) => requests.length >= 8)).toBe(true);
    for (const { resolution } of about('dns'))
      expect(Math.min(...Object.values(resolution))).toBeGreaterThan(19);
  });

  it('requests only existing hosts whose names resolve within 300 ms', () => {
    for (const plan of PLANS) {
      const hosts = new Set(plan.site.hosts.map((host) => hostName(plan.site, host)));
      const requests = [...plan.atLoad, ...wavesOf(plan).flatMap((wave) => wave.requests)];
      for (const { host } of requests) expect(hosts).toContain(host);
      expect(new Set(Object.keys(plan.resolution))).toEqual(hosts);
      expect(Math.max(...Object.values(plan.resolution))).toBeLessThanOrEqual(300);
    }
  });
});
