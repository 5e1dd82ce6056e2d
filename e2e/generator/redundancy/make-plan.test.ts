import { expect, it } from 'vitest';
import type { LabLog, LoggedConnection } from '../../lab/log.ts';
import { hostName } from '../../lab/site.ts';
import { makeRedundancyPlan, requestsOf } from './make-plan.ts';
import { CAUSES, type RedundancyPlan } from './plan.ts';
import { trueConnections } from './truth.ts';

const PLANS = Array.from({ length: 60 }, (_, i) => makeRedundancyPlan(i + 1));

it('the same seed gives the same plan as plain JSON, and each cause has its seeds', () => {
  expect(makeRedundancyPlan(7)).toEqual(PLANS[6]);
  expect(JSON.parse(JSON.stringify(PLANS))).toEqual(PLANS);
  expect(new Set(PLANS.map(({ cause }) => cause))).toEqual(new Set(CAUSES));
});

it('a plan requests only existing hosts, and each path once', () => {
  for (const { site, steps } of PLANS) {
    const hosts = new Set(site.hosts.map((host) => hostName(site, host)));
    const sent = requestsOf(steps).filter(({ how }) => how !== 'preconnect');
    for (const { host } of sent) expect(hosts.has(host), host).toBe(true);
    expect(new Set(sent.map(({ path }) => path)).size).toBe(sent.length);
  }
});

const PLAN: RedundancyPlan = {
  ...makeRedundancyPlan(1),
  ...{ confounder: 'none', direct: [], roundTrip: 20, blocksThirdParties: false },
  site: {
    domain: 'localhost',
    certificates: { wide: ['*.gen.{domain}'], b: ['b.gen.{domain}'] },
    hosts: [
      { name: 'www.gen', story: '', certificate: 'wide' },
      { name: 'b.gen', story: '', certificate: 'b' },
      { name: 'c.gen', story: '', certificate: 'wide', address: '127.0.0.2' },
    ],
  },
  steps: ['www', 'b', 'c'].map((name) => ({
    kind: 'wave',
    requests: [
      {
        ...{ host: `${name}.gen.localhost`, path: `/${name}`, how: 'fetch', method: 'GET', after: 0 },
        ...{ credentials: name === 'b' ? 'omit' : 'include', preflight: false },
      },
    ],
  })),
};

type Row = Partial<LoggedConnection> & { readonly host: string };

/** Connections 1000 ms apart, each with the request of its host. */
function logOf(...rows: readonly Row[]): LabLog {
  const connections = rows.map(({ host, ...more }, i) => ({
    ...{ connection: i + 1, sni: `${host}.gen.localhost`, protocol: 'h2' },
    ...{
      acceptedAt: 1000 * i,
      openedAt: 1000 * i + 50,
      retiredAt: null,
      closedAt: null,
      clientCertificate: false,
    },
    ...more,
  }));
  const attempts = rows.map(({ host }, i) => ({
    ...{
      connection: i + 1,
      stream: 1,
      sni: `${host}.gen.localhost`,
      authority: '',
      host: `${host}.gen.localhost`,
    },
    ...{ method: 'GET', path: `/${host}`, bodySize: 0, status: 200, at: 1000 * i + 60, endedAt: null },
    coalesced: false,
  }));
  return { attempts, connections };
}

function causes(...rows: Row[]) {
  const truth = trueConnections({ plan: PLAN, truth: logOf(...rows), stepTimes: [] });
  return truth.map((each) => [...each.causes].map((cause) => cause ?? 'none').join(' or '));
}

it('the truth is computed from plan and log', () => {
  expect(causes({ host: 'www' }, { host: 'b' }, { host: 'c' })).toEqual(['none', 'CRED', 'IP']);
  expect(causes({ host: 'b' }, { host: 'www' })).toEqual(['none', 'none']);
  expect(causes({ host: 'www' }, { host: 'www', protocol: 'http/1.1' })).toEqual(['none', 'PROTOCOL']);
  expect(causes({ host: 'www', closedAt: 500 }, { host: 'www' })).toEqual(['none', 'CLOSED']);
  expect(causes({ host: 'www', retiredAt: 500 }, { host: 'www' })).toEqual(['none', 'CLOSED']);
  expect(causes({ host: 'www', openedAt: 2000 }, { host: 'www' })).toEqual(['none', 'RACE']);
});

it('a connection that an open one could have carried is reported', () => {
  const truth = trueConnections({
    plan: PLAN,
    truth: logOf({ host: 'www' }, { host: 'www' }),
    stepTimes: [],
  });
  expect(truth.map(({ unexplained }) => unexplained)).toEqual([false, true]);
});
