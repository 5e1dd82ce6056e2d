import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import type { Analysis } from '../../src/analysis/analysis.ts';
import { analyze } from '../../src/analysis/analyze.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { readHar } from '../../src/sources/har/read-har.ts';
import { createNetLogReader } from '../../src/sources/netlog/netlog-reader.ts';
import { buildCapture } from '../../src/testing/build-capture.ts';
import { captureOf } from '../../src/testing/fixtures.ts';
import { launchChromium } from '../drivers/chromium.ts';
import { type DevToolsPanel, openPanel } from '../drivers/devtools-panel.ts';
import { buildExtension } from '../drivers/extension.ts';
import { findChromium, noChromium } from '../drivers/find-chromium.ts';
import { buildCommand, RunningCommand } from '../drivers/running-command.ts';
import { waitUntil } from '../drivers/wait.ts';
import { type ExtensionEvidence, extensionEvidence } from '../generator/extension-evidence.ts';
import { readFindings, type ShownFinding } from '../panel/findings.ts';
import { statusesOf } from '../servers/access-log.ts';
import { nginxApplication } from '../servers/nginx.ts';
import { startApplications } from '../servers/passthrough.ts';
import { type RealServers, realServers } from '../servers/real-servers.ts';
import { canRun } from '../servers/server-programs.ts';
import { A, B } from '../servers/server-setup.ts';

/**
 * Two applications behind TLS passthrough with one certificate. What the browser sends for b on a's connection reaches
 * a's application, which answers 200 with its own page (keycloak/keycloak#50602, projectcontour/contour#1493).
 */
test("another application's page with 200 is reported from NetLog and HAR and in the panel", async () => {
  test.skip(findChromium() === null, noChromium);
  test.skip(!canRun('nginx', 'apache', 'haproxy'), 'nginx, Apache and HAProxy are not installed');
  test.setTimeout(180_000);
  const servers = await realServers();
  try {
    const { port, ofA, ofB } = await startApplications(servers);
    const url = (host: string): string => `https://${host}:${port}/`;
    const { netLog, har, frame, first, shown } = await visit(servers, url(A), url(B), 'another application');
    expect(frame).toBe('by nginx');
    // Until b is answered on a connection of its own, there is nothing to compare with. The probe decides.
    expect(first?.title).toContain(
      `${B}:${port} was answered only on the connection opened for ${A}:${port}`,
    );
    expect(first?.explanation).toContain(`The page has the same ETag as a page of ${A}:${port}.`);
    expect(first?.checks).toEqual([`coalescope probe "${url(B)}" --sni ${A} --ip 127.0.0.1`]);
    expect(await probed(first?.checks[0] ?? '')).toBe('other-hosts-page');
    expectMisrouted(analyze(captureOf(createNetLogReader, netLog)), url(B));
    expectMisrouted(analyze(buildCapture((emit) => readHar(har, emit))), url(B));
    expect(shown?.title).toContain(
      `1 request for ${B}:${port} was answered on the connection opened for ${A}:${port}`,
    );

    // Apply the panel's own fix to that server. The servers' own logs are the truth.
    const block = shown?.fixes.find(({ snippet }) => snippet?.includes('return 421'))?.snippet ?? '';
    // The frame's request, and the probe's on a's connection.
    await expect.poll(() => statusesOf(ofA.served(), B)).toEqual([200, 200]);
    await ofA.restart(nginxApplication(block));
    const fixed = await visit(servers, url(A), url(B), null);
    expect(fixed.frame).toBe('by apache');
    const kinds = analyze(captureOf(createNetLogReader, fixed.netLog)).findings.map(({ kind }) => kind);
    expect(kinds).toContain('misdirected-recovered');
    expect(kinds).not.toContain('misrouted-suspected');
    const fromHar = analyze(buildCapture((emit) => readHar(fixed.har, emit)));
    expect(fromHar.findings.map(({ kind }) => kind)).not.toContain('misrouted-suspected');
    await expect.poll(() => statusesOf(ofA.served(), B)).toEqual([421]);
    await expect.poll(() => statusesOf(ofB.served(), B)).toEqual([200, 200, 200, 200]);
  } finally {
    await servers.close();
  }
});

interface Visit {
  readonly netLog: string;
  readonly har: ExtensionEvidence['har'];
  /** The text in the frame of b. */
  readonly frame: string;
  /** The panel's finding before b was answered on its own connection. */
  readonly first: ShownFinding | undefined;
  /** The panel's finding with the expected words. */
  readonly shown: ShownFinding | undefined;
}

/** Visits a page of a with a frame of b. The frame repeats its request without credentials, on another connection. */
async function visit(servers: RealServers, a: string, b: string, words: string | null): Promise<Visit> {
  const folder = await mkdtemp(join(tmpdir(), 'coalescope-misrouted-'));
  const netLogPath = join(folder, 'netlog.json');
  const args = [
    `--ignore-certificate-errors-spki-list=${servers.spki}`,
    '--host-resolver-rules=MAP *.site.localhost 127.0.0.1',
  ];
  const browser = await launchChromium({
    extensionDir: await buildExtension(),
    devtools: true,
    netLogPath,
    args,
  });
  try {
    const panel = await openPanel(browser, { timeout: 60_000 });
    await browser.page.goto(a);
    await browser.page.evaluate(async (url) => {
      const frame = document.createElement('iframe');
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
      frame.src = url;
      document.body.append(frame);
      await loaded;
    }, b);
    const first = words === null ? undefined : await findingShown(panel, 'was answered only on');
    const frame = browser.page.frames().find((each) => each.url() === b);
    const alone = await frame?.evaluate(async () => (await fetch('/', { credentials: 'omit' })).text());
    expect(alone).toBe('by apache\n');
    const text = await frame?.evaluate(() => document.body.textContent?.trim());
    const har = await wholeHar(panel, b);
    const shown = words === null ? undefined : await findingShown(panel, words);
    await panel.close();
    await browser.close();
    return { netLog: await readFile(netLogPath, 'utf8'), har, frame: text ?? '', first, shown };
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The verdict of the command that the finding offers, run as it stands there. The lab's certificate is not trusted. */
async function probed(check: string): Promise<string> {
  const args = check.replaceAll('"', '').split(' ').slice(1);
  const folder = await mkdtemp(join(tmpdir(), 'coalescope-probe-'));
  const probe = new RunningCommand(await buildCommand(), [...args, '--insecure', '-f', 'json'], folder);
  expect(await probe.ended(), probe.err).toBe(0);
  await rm(folder, { recursive: true, force: true });
  return JSON.parse(probe.out).verdict.kind;
}

async function findingShown(panel: DevToolsPanel, words: string): Promise<ShownFinding | undefined> {
  const find = async () => (await readFindings(panel)).find(({ title }) => title.includes(words));
  await expect.poll(find, { timeout: 30_000 }).toBeDefined();
  return find();
}

/** Waits for both requests, because DevTools reports a request shortly after it is complete. */
async function wholeHar(panel: DevToolsPanel, b: string): Promise<ExtensionEvidence['har']> {
  const both = async (): Promise<ExtensionEvidence['har'] | null> => {
    const { har } = await extensionEvidence(panel);
    return har.entries.filter(({ request }) => request.url === b).length === 2 ? har : null;
  };
  return waitUntil(both, 'both requests for b in DevTools', 30_000);
}

function expectMisrouted(analysis: Analysis, b: string): void {
  const [found, ...more] = diagnose(analysis).filter(({ kind }) => kind === 'misrouted-suspected');
  expect(more).toEqual([]);
  const kinds = analysis.findings.map(({ kind }) => kind);
  expect(kinds).not.toContain('wrong-answer-suspected-unverified');
  expect(found).toMatchObject({ severity: 'warning', certainty: 'inferred' });
  expect(found?.confidence).toBeLessThanOrEqual(0.99);
  expect(found?.requests.map((id) => analysis.requests.get(id)?.record.url)).toEqual([b]);
  expect(found?.explanation).toMatch(
    /server: "nginx[^"]*" as from a\.site\.localhost:\d+ itself, but on its own connection server: "Apache/,
  );
  expect(found?.verify.at(-1)?.command).toBe(`coalescope probe "${b}" --sni ${A} --ip 127.0.0.1`);
}
