import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { autoSelectCertificate, createClientCertificate } from './client-certificate.ts';
import { findChromium, noChromium } from './find-chromium.ts';

export interface ChromiumOptions {
  /** An unpacked extension to load. */
  extensionDir?: string;
  /** Open DevTools with every tab. */
  devtools?: boolean;
  /** Where DevTools sits; `right` when left out. `undocked` gives it a window of its own. */
  dock?: 'right' | 'bottom' | 'undocked';
  /** New headless mode, which loads extensions and opens DevTools like the headed one; true when left out. */
  headless?: boolean;
  /** CSS pixels; 1400 × 900 when left out. */
  windowSize?: { width: number; height: number };
  deviceScaleFactor?: number;
  /** Pages and DevTools in dark colours. */
  dark?: boolean;
  /** Writes a NetLog to this file; whole once the browser is closed. */
  netLogPath?: string;
  /** Lets it speak HTTP/3. */
  http3?: boolean;
  /** Everything goes through this proxy (`https://proxy.localhost:8080`), requests to this machine too. */
  proxy?: string;
  /** It has a certificate of its own and shows it to every server that asks; needs certutil, and Linux. */
  clientCertificate?: boolean;
  /** Whether third parties are kept from their cookies; as the browser is set when left out. */
  blocksThirdParties?: boolean;
  /** Further arguments, such as a lab's `chromiumArgs`. */
  args?: readonly string[];
}

export interface Chromium {
  context: BrowserContext;
  /** The tab it started with. */
  page: Page;
  /** WebSocket address of the browser's own debugging endpoint, for what Playwright does not do. */
  endpoint: string;
  /** Ends the browser and removes its profile. */
  close(): Promise<void>;
}

/** No traffic but the test's own, no first-run pages. */
const quiet = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-gpu',
];

function args(options: ChromiumOptions): string[] {
  const { windowSize = { width: 1400, height: 900 }, headless = true } = options;
  const list = [
    ...quiet,
    `--window-size=${windowSize.width},${windowSize.height}`,
    // A free port; the browser writes into its profile which.
    '--remote-debugging-port=0',
  ];
  list.push(options.http3 ? '--enable-quic' : '--disable-quic');
  // Without the second, requests to *.localhost would go past it.
  if (options.proxy) list.push(`--proxy-server=${options.proxy}`, '--proxy-bypass-list=<-loopback>');
  else list.push('--no-proxy-server');
  if (headless) list.push('--headless=new');
  // Chromium's sandbox refuses to run as root, as in most containers.
  if (process.getuid?.() === 0) list.push('--no-sandbox');
  if (options.devtools) list.push('--auto-open-devtools-for-tabs');
  if (options.deviceScaleFactor) list.push(`--force-device-scale-factor=${options.deviceScaleFactor}`);
  if (options.dark) list.push('--force-dark-mode');
  if (options.netLogPath) list.push(`--log-net-log=${resolve(options.netLogPath)}`);
  if (options.extensionDir) {
    const folder = resolve(options.extensionDir);
    list.push(`--disable-extensions-except=${folder}`, `--load-extension=${folder}`);
  }
  return [...list, ...(options.args ?? [])];
}

/** DevTools keeps its settings in the profile, each value as JSON in a string. */
async function writePreferences(profile: string, options: ChromiumOptions): Promise<void> {
  const { dark, dock = 'right', clientCertificate, blocksThirdParties } = options;
  const preferences = { 'ui-theme': dark ? 'dark' : 'default', currentDockState: dock };
  const strings = Object.entries(preferences).map(([key, value]) => [key, JSON.stringify(value)]);
  const folder = join(profile, 'Default');
  await mkdir(folder, { recursive: true });
  const exceptions = clientCertificate ? { auto_select_certificate: autoSelectCertificate } : {};
  const content = {
    devtools: { preferences: Object.fromEntries(strings) },
    profile: {
      content_settings: { exceptions },
      ...(blocksThirdParties !== undefined && {
        cookie_controls_mode: blocksThirdParties ? 1 : 0,
        block_third_party_cookies: blocksThirdParties,
      }),
    },
  };
  await writeFile(join(folder, 'Preferences'), JSON.stringify(content));
}

/** The file's two lines are the port and the path; it is written a moment after the start. */
export async function readEndpoint(profile: string): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const text = await readFile(join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '');
    const [port, path] = text.trim().split('\n');
    if (port && path) return `ws://127.0.0.1:${port}${path}`;
    await new Promise((later) => setTimeout(later, 50));
  }
  throw new Error('Chromium did not say on which port it can be debugged');
}

/** Starts a Chromium with a new profile of its own. */
export async function launchChromium(options: ChromiumOptions = {}): Promise<Chromium> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error(noChromium);
  const profile = await mkdtemp(join(tmpdir(), 'coalescope-chromium-'));
  // Playwright ends the browser and the process on Ctrl-C; the profile must not stay behind then, either.
  const removeAtExit = () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', removeAtExit);
  const removeProfile = async (): Promise<void> => {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    process.off('exit', removeAtExit);
  };
  try {
    await writePreferences(profile, options);
    if (options.clientCertificate) await createClientCertificate(profile);
    const context = await chromium.launchPersistentContext(profile, {
      executablePath,
      // Playwright's own headless switch would start another, older kind of headless browser.
      headless: false,
      // The page has the size that the window gives it, as DevTools takes a part of it away.
      viewport: null,
      colorScheme: options.dark ? 'dark' : 'light',
      ...(options.clientCertificate && { env: { ...process.env, HOME: profile } }),
      args: args(options),
    });
    const close = async (): Promise<void> => {
      // Nothing to do when a person has closed the window.
      await context.close().catch(() => undefined);
      await removeProfile();
    };
    const endpoint = await readEndpoint(profile).catch(async (error: unknown) => {
      await context.close();
      throw error;
    });
    const page = context.pages()[0] ?? (await context.newPage());
    return { context, page, endpoint, close };
  } catch (error) {
    await removeProfile();
    throw error;
  }
}
