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
  /** Where DevTools is docked; `right` by default. `undocked` opens it in its own window. */
  dock?: 'right' | 'bottom' | 'undocked';
  /** The new headless mode, which loads extensions and opens DevTools like the headed one. True by default. */
  headless?: boolean;
  /** CSS pixels; 1400 × 900 by default. */
  windowSize?: { width: number; height: number };
  deviceScaleFactor?: number;
  /** Pages and DevTools in dark colours. */
  dark?: boolean;
  /** Writes a NetLog to this file. It is complete once the browser is closed. */
  netLogPath?: string;
  /** Enables HTTP/3. */
  http3?: boolean;
  /** Sends every request through this proxy (`https://proxy.localhost:8080`), including those to this machine. */
  proxy?: string;
  /** Presents a client certificate to every server that requests one. Needs certutil and Linux. */
  clientCertificate?: boolean;
  /** Resolves all names with this DNS over HTTPS server (its URI template). */
  dnsOverHttps?: string;
  /** Whether third-party cookies are blocked; the browser's default if not given. */
  blocksThirdParties?: boolean;
  /** Further arguments, such as a lab's `chromiumArgs`. */
  args?: readonly string[];
}

export interface Chromium {
  context: BrowserContext;
  /** The first tab. */
  page: Page;
  /** The WebSocket address of the browser's debugging endpoint, for what Playwright cannot do. */
  endpoint: string;
  /** Closes the browser and removes its profile. */
  close(): Promise<void>;
}

/** No traffic except the test's own, and no first-run pages. */
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
    // A free port. The browser writes its number into the profile.
    '--remote-debugging-port=0',
  ];
  list.push(options.http3 ? '--enable-quic' : '--disable-quic');
  // Without the second flag, requests to *.localhost bypass the proxy.
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

/** DevTools stores its settings in the profile, each value as a JSON string. */
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

/** In the mode `secure`, a name that this server does not know is not looked up elsewhere. */
async function useResolver(profile: string, template: string): Promise<void> {
  const state = { dns_over_https: { mode: 'secure', templates: template } };
  await writeFile(join(profile, 'Local State'), JSON.stringify(state));
}

/** Reads the port and the path of the debugging endpoint from a file that Chromium writes shortly after its start. */
export async function readEndpoint(profile: string): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const text = await readFile(join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '');
    const [port, path] = text.trim().split('\n');
    if (port && path) return `ws://127.0.0.1:${port}${path}`;
    await new Promise((later) => setTimeout(later, 50));
  }
  throw new Error('Chromium did not write its debugging port');
}

/** Starts Chromium with a new profile. */
export async function launchChromium(options: ChromiumOptions = {}): Promise<Chromium> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error(noChromium);
  const profile = await mkdtemp(join(tmpdir(), 'coalescope-chromium-'));
  // On Ctrl-C Playwright closes the browser and ends the process; the profile must be removed then, too.
  const removeAtExit = () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', removeAtExit);
  const removeProfile = async (): Promise<void> => {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    process.off('exit', removeAtExit);
  };
  try {
    await writePreferences(profile, options);
    if (options.dnsOverHttps) await useResolver(profile, options.dnsOverHttps);
    if (options.clientCertificate) await createClientCertificate(profile);
    const context = await chromium.launchPersistentContext(profile, {
      executablePath,
      // Playwright's own headless option starts the old headless mode.
      headless: false,
      // The page gets its size from the window, because DevTools takes a part of it.
      viewport: null,
      colorScheme: options.dark ? 'dark' : 'light',
      ...(options.clientCertificate && { env: { ...process.env, HOME: profile } }),
      args: args(options),
    });
    const close = async (): Promise<void> => {
      // A person may have closed the window already.
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
