import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Firefox, launchFirefox } from '../../drivers/firefox.ts';
import { type FirefoxPanel, openFirefoxPanel } from '../../drivers/firefox-panel.ts';
import { waitUntil } from '../../drivers/wait.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import type { LabLog } from '../../lab/log.ts';
import { type ExtensionEvidence, extensionEvidence } from '../extension-evidence.ts';
import type { PageRequest } from '../plan.ts';
import type { FirefoxPlan } from './plan.ts';

/** One run of a plan in Firefox: the servers' log, and the evidence from every source. */
export interface FirefoxRecording {
  readonly plan: FirefoxPlan;
  readonly truth: LabLog;
  readonly extension: ExtensionEvidence;
  /** Firefox's own log (MOZ_LOG) at the lowest level that has its connections. */
  readonly mozLog: string;
  /** Expected events that did not occur, one sentence each; empty when everything went as planned. */
  readonly unfinished: readonly string[];
}

/** A wave takes seconds. One that never ends must not block the others. */
const LONGEST_WAVE = 30_000;

/** Runs a plan in a real Firefox with the extension in its real toolbox. Throws when the browser or a server does not start. */
export async function recordFirefox(plan: FirefoxPlan, extensionDir: string): Promise<FirefoxRecording> {
  const folder = await mkdtemp(join(tmpdir(), 'coalescope-run-'));
  const { site, roundTrip, resolution } = plan;
  const lab = await startLab({ site, roundTrip, resolution });
  try {
    const firefox = await launchFirefox({
      extensionDir,
      ca: lab.ca,
      preferences: resolverPreferences(lab),
      env: { MOZ_LOG: 'timestamp,nsHttp:3', MOZ_LOG_FILE: join(folder, 'log') },
    });
    try {
      const seen = await runIn(firefox, plan, lab);
      await firefox.close();
      return { plan, truth: lab.log, mozLog: await readLog(folder), ...seen };
    } finally {
      await firefox.close();
    }
  } finally {
    await lab.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Firefox resolves every name by DNS over HTTPS, and accepts loopback addresses from there. */
function resolverPreferences({ dnsOverHttps }: Lab) {
  if (dnsOverHttps === null) throw new Error('the lab has no resolver');
  return {
    'network.trr.mode': 3,
    // The certificate has the resolver's name and not its address.
    'network.trr.uri': dnsOverHttps.replace('127.0.0.1', 'resolver.test'),
    'network.trr.bootstrapAddr': '127.0.0.1',
    'network.trr.allow-rfc1918': true,
    'network.trr.confirmationNS': 'skip',
  };
}

async function readLog(folder: string): Promise<string> {
  const [name] = (await readdir(folder)).filter((each) => /^log\.moz_log$/.test(each));
  return name === undefined ? '' : readFile(join(folder, name), 'utf8');
}

type Seen = Pick<FirefoxRecording, 'extension' | 'unfinished'>;

async function runIn(firefox: Firefox, plan: FirefoxPlan, lab: Lab): Promise<Seen> {
  const panel = await openFirefoxPanel(firefox);
  const unfinished: string[] = [];
  await firefox.goto(lab.url);
  await waitUntil(
    () => firefox.evaluate(() => document.documentElement.dataset.ready !== undefined),
    'the page',
    LONGEST_WAVE,
  ).catch((error: unknown) => unfinished.push(String(error)));
  for (const [i, step] of plan.steps.entries()) {
    const performed = step.kind === 'retire' ? lab.retireConnections() : wave(firefox, step.requests);
    await performed.catch((error: unknown) => unfinished.push(`step ${i}: ${error}`));
  }
  const extension = await allHeard(panel, plan).catch(async (error: unknown) => {
    unfinished.push(String(error));
    return extensionEvidence(panel);
  });
  return { extension, unfinished };
}

async function wave(firefox: Firefox, requests: readonly PageRequest[]): Promise<void> {
  const ended = await firefox.inPage(
    `const late = new Promise((done) => setTimeout(done, args[1], 'late'));
    return await Promise.race([perform(args[0]).then(() => 'ended'), late]);`,
    requests,
    LONGEST_WAVE,
  );
  if (ended !== 'ended') throw new Error(`not within ${LONGEST_WAVE} ms`);
}

/** Waits for all requests, because DevTools reports a request shortly after the page has received it. */
function allHeard(panel: FirefoxPanel, plan: FirefoxPlan): Promise<ExtensionEvidence> {
  const waves = plan.steps.flatMap((step) => (step.kind === 'wave' ? step.requests : []));
  // The requests inside a frame are not awaited, because a frame whose document failed sends none.
  const wanted = new Set(
    [...plan.atLoad, ...waves]
      .filter(({ how }) => how !== 'preconnect')
      .map(({ method, host, path }) => `${method} ${host}${path}`),
  );
  return waitUntil(
    async () => {
      const evidence = await extensionEvidence(panel);
      const missing = new Set(wanted);
      for (const { request } of evidence.har.entries) {
        const { hostname, pathname } = new URL(request.url);
        missing.delete(`${request.method} ${hostname}${pathname}`);
      }
      return missing.size === 0 ? evidence : null;
    },
    'all requests in DevTools',
    15_000,
  );
}
