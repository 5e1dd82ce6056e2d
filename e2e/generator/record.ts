import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { type Chromium, launchChromium } from '../drivers/chromium.ts';
import { type DevToolsPanel, openPanel } from '../drivers/devtools-panel.ts';
import { waitUntil } from '../drivers/wait.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { hostName } from '../lab/site.ts';
import { recordCdp } from './cdp-events.ts';
import { type ExtensionEvidence, extensionEvidence } from './extension-evidence.ts';
import { startLoad } from './load.ts';
import { type Plan, type Step, usesHttp3 } from './plan.ts';
import { type RunProxy, startConnectProxy, startHttp2Proxy } from './proxies.ts';
import type { Recording } from './recording.ts';

/** A wave takes seconds. One that never ends must not block the others. */
const LONGEST_WAVE = 40_000;

/** Runs a plan in a real Chromium with the extension in its real DevTools. Throws when the browser or a server does not start. */
export async function record(plan: Plan, extensionDir: string): Promise<Recording> {
  const folder = await mkdtemp(join(tmpdir(), 'coalescope-run-'));
  const lab = await startLab({
    site: plan.site,
    roundTrip: plan.roundTrip,
    http3: usesHttp3(plan),
    ...(plan.field && { resolution: plan.field.resolution }),
  });
  const load = startLoad(plan.field?.busyProcesses ?? 0);
  const proxy = await startProxy(plan, lab);
  try {
    const netLogPath = join(folder, 'netlog.json');
    const browser = await launchChromium({
      extensionDir,
      devtools: true,
      dock: 'undocked',
      netLogPath,
      http3: usesHttp3(plan) || plan.confounder === 'alt-svc-dead' || plan.field?.quic === true,
      ...(lab.dnsOverHttps !== null && { dnsOverHttps: lab.dnsOverHttps }),
      ...(proxy && { proxy: proxy.url }),
      ...(plan.clientCertificate && { clientCertificate: true }),
      ...(plan.blocksThirdParties !== undefined && { blocksThirdParties: plan.blocksThirdParties }),
      args: [...lab.chromiumArgs, ...http3Args(plan, lab), ...bypassArgs(plan)],
    });
    try {
      const seen = await runIn(browser, plan, lab);
      await browser.close();
      return { plan, truth: lab.log, netLog: await readFile(netLogPath, 'utf8'), ...seen };
    } finally {
      await browser.close();
    }
  } finally {
    load.stop();
    await proxy?.close();
    await lab.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function startProxy({ confounder, site }: Plan, lab: Lab): Promise<RunProxy> | null {
  const addresses = new Map(site.hosts.map((host) => [hostName(site, host), host.address ?? '127.0.0.1']));
  const addressOf = (host: string): string => addresses.get(host) ?? '127.0.0.1';
  if (confounder === 'connect-proxy') return startConnectProxy(addressOf);
  if (confounder !== 'h2-proxy') return null;
  const leaf = lab.leaves.get('wide');
  if (leaf === undefined) throw new Error('the site has no certificate for the proxy');
  return startHttp2Proxy(`proxy.gen.${site.domain}`, leaf, addressOf);
}

/**
 * QUIC requires a publicly trusted root, which the lab does not have, except for the hosts in this list. HTTP/3 is
 * *forced* by host and port, so with another port it is only allowed.
 */
function http3Args({ confounder, site }: Plan, { port }: Lab): string[] {
  if (confounder !== 'h3' && confounder !== 'alt-svc') return [];
  const forcedPort = confounder === 'h3' ? port : 1;
  const origins = site.hosts.map((host) => `${hostName(site, host)}:${forcedPort}`);
  return [`--origin-to-force-quic-on=${origins.join(',')}`];
}

/** The last list applies. Requests to this machine also use the proxy. */
function bypassArgs({ direct = [] }: Plan): string[] {
  return direct.length === 0 ? [] : [`--proxy-bypass-list=${['<-loopback>', ...direct].join(';')}`];
}

type Seen = Pick<Recording, 'extension' | 'cdp' | 'unfinished' | 'stepTimes'>;

async function runIn(browser: Chromium, plan: Plan, lab: Lab): Promise<Seen> {
  const panel = await openPanel(browser, { timeout: 60_000 });
  try {
    const cdp = await recordCdp(browser.page, plan.throttling);
    const unfinished: string[] = [];
    await browser.page.goto(lab.url, { timeout: LONGEST_WAVE });
    await ready(browser.page).catch((error: unknown) => unfinished.push(`the page: ${String(error)}`));
    const stepTimes: number[] = [];
    for (const [i, step] of plan.steps.entries()) {
      stepTimes.push(Date.now());
      await perform(step, browser.page, lab, plan.roundTrip).catch((error) =>
        unfinished.push(`step ${i}: ${error}`),
      );
    }
    const extension = await allHeard(panel, plan).catch(async (error: unknown) => {
      unfinished.push(String(error));
      return extensionEvidence(panel);
    });
    return { extension, cdp: [...cdp], unfinished, stepTimes };
  } finally {
    await panel.close();
  }
}

async function perform(step: Step, page: Page, lab: Lab, roundTrip: number): Promise<void> {
  if (step.kind === 'retire') return lab.retireConnections();
  if (step.kind === 'pause') return new Promise((done) => setTimeout(done, step.time));
  if (step.kind === 'wave') return wave(page, step.requests);
  const paths = new Set(step.running.map(({ path }) => path));
  const running = wave(page, step.running);
  const arrived = () => lab.log.attempts.filter(({ path }) => paths.has(path)).length >= paths.size || null;
  await waitUntil(async () => arrived(), 'the requests under which connections retire', LONGEST_WAVE);
  const closed = lab.retireConnections();
  // Half a round trip to the browser, and the rest for its threads.
  await new Promise((resolve) => setTimeout(resolve, 2 * (roundTrip + 20)));
  await Promise.all([running, closed, wave(page, step.requests)]);
}

function ready(page: Page): Promise<unknown> {
  return page.waitForFunction(() => document.documentElement.dataset.ready !== undefined, undefined, {
    timeout: LONGEST_WAVE,
  });
}

async function wave(page: Page, requests: readonly unknown[]): Promise<void> {
  const all = page.evaluate(`perform(${JSON.stringify(requests)}).then(() => null)`);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${LONGEST_WAVE} ms`)), LONGEST_WAVE);
  });
  await Promise.race([all, late]).finally(() => clearTimeout(timer));
}

/** Waits for all requests, because DevTools reports a request shortly after the page has received it. */
function allHeard(panel: DevToolsPanel, plan: Plan): Promise<ExtensionEvidence> {
  const asked = plan.steps.flatMap((step) => {
    if (step.kind === 'wave') return step.requests;
    return step.kind === 'retire-under' ? [...step.running, ...step.requests] : [];
  });
  const sent = [...asked, ...(plan.field?.atLoad ?? [])].filter(
    ({ how }) => how !== 'preconnect' && how !== 'dns-prefetch',
  );
  const wanted = new Set(sent.map(({ method, host, path }) => `${method} ${host}${path}`));
  const complete = async (): Promise<ExtensionEvidence | null> => {
    const evidence = await extensionEvidence(panel);
    const missing = new Set(wanted);
    for (const { request } of evidence.har.entries)
      missing.delete(`${request.method} ${withoutPort(request.url)}`);
    return missing.size === 0 ? evidence : null;
  };
  return waitUntil(complete, 'all requests in DevTools', 20_000);
}

function withoutPort(url: string): string {
  const { hostname, pathname } = new URL(url);
  return hostname + pathname;
}
