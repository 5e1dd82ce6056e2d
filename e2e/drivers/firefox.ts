import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findFirefox, noFirefox } from './find-firefox.ts';
import { type ProfileOptions, writeProfile } from './firefox-profile.ts';
import { Marionette } from './marionette.ts';
import { waitUntil } from './wait.ts';

export interface FirefoxOptions extends Pick<ProfileOptions, 'dark' | 'preferences'> {
  /** An unpacked extension to load, as "Load Temporary Add-on" does. */
  readonly extensionDir?: string;
  /** The certificate (PEM) of an additional authority that this browser trusts. */
  readonly ca?: string;
  /** True by default. */
  readonly headless?: boolean;
  /** CSS pixels; 1400 × 900 by default. */
  readonly windowSize?: { readonly width: number; readonly height: number };
  /** Further environment variables, such as MOZ_LOG. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A real Firefox with a new profile and one tab. */
export class Firefox {
  readonly marionette: Marionette;
  /** The folder for its downloads. */
  readonly downloads: string;
  readonly #process: ChildProcess;
  readonly #remove: () => Promise<void>;

  constructor(marionette: Marionette, downloads: string, process: ChildProcess, remove: () => Promise<void>) {
    this.marionette = marionette;
    this.downloads = downloads;
    this.#process = process;
    this.#remove = remove;
  }

  /** Resolves when the browser has ended, closed by a person or by `close`. */
  async ended(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null)
      await once(this.#process, 'exit');
  }

  async goto(url: string): Promise<void> {
    await this.marionette.command('Marionette:SetContext', { value: 'content' });
    await this.marionette.command('WebDriver:Navigate', { url });
  }

  /** Waits until a function in the page returns true. */
  waitForFunction(code: () => boolean): Promise<unknown> {
    return waitUntil(() => this.evaluate(code), 'the condition in the page', 60_000);
  }

  /** Runs a function in the page and returns its result, which must be JSON. */
  async evaluate<T>(code: () => T | Promise<T>): Promise<T> {
    const text = await this.inPage(`return JSON.stringify({ value: await (${code})() });`);
    const { value }: { value: T } = JSON.parse(String(text));
    return value;
  }

  /** Stops the extension's background page, as the browser does when it is idle. */
  async stopBackground(extensionId: string): Promise<void> {
    await this.inBrowser(
      `const { extension } = WebExtensionPolicy.getByID(args[0]);
      await extension.terminateBackground({ disableResetIdleForTest: true });
      if (extension.backgroundState !== 'stopped') throw new Error('the background page is ' + extension.backgroundState);`,
      extensionId,
    );
  }

  /** Runs the body of a function in the page. */
  inPage(body: string, ...args: readonly unknown[]): Promise<unknown> {
    return this.marionette.script('content', body, ...args);
  }

  /** Runs the body of a function in the browser's own code, with all privileges. */
  inBrowser(body: string, ...args: readonly unknown[]): Promise<unknown> {
    return this.marionette.script('chrome', body, ...args);
  }

  /** Closes the browser and removes its profile. */
  async close(): Promise<void> {
    this.marionette.close();
    this.#process.kill();
    await this.ended();
    await this.#remove();
  }
}

/** Starts a Firefox. */
export async function launchFirefox(options: FirefoxOptions = {}): Promise<Firefox> {
  const program = findFirefox();
  if (program === null) throw new Error(noFirefox);
  const profile = await mkdtemp(join(tmpdir(), 'coalescope-firefox-'));
  const removeAtExit = () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', removeAtExit);
  const remove = async (): Promise<void> => {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    process.off('exit', removeAtExit);
  };
  const downloads = join(profile, 'downloads');
  await mkdir(downloads);
  await writeProfile(profile, { ...options, downloadDir: downloads });
  const child = spawn(program, argumentsFor(profile, options), {
    stdio: 'ignore',
    // The profile is also its home folder, so that it writes nothing into the user's.
    env: { ...process.env, HOME: profile, MOZ_DISABLE_AUTO_SAFE_MODE: '1', ...options.env },
  });
  try {
    const marionette = await Marionette.connect(await portOf(profile, child));
    const firefox = new Firefox(marionette, downloads, child, remove);
    if (options.ca !== undefined) await trust(firefox, options.ca);
    if (options.extensionDir !== undefined) {
      await marionette.command('Addon:Install', { path: resolve(options.extensionDir), temporary: true });
    }
    return firefox;
  } catch (error) {
    child.kill();
    await remove();
    throw error;
  }
}

function argumentsFor(profile: string, { headless = true, windowSize }: FirefoxOptions): string[] {
  const { width, height } = windowSize ?? { width: 1400, height: 900 };
  const list = ['--no-remote', '--profile', profile, '--width', `${width}`, '--height', `${height}`];
  if (headless) list.push('--headless');
  // The second flag allows scripts in the browser's own code, which DevTools is part of.
  return [...list, '--marionette', '--remote-allow-system-access', 'about:blank'];
}

/** With port 0, Firefox chooses a free port and writes it into its profile. */
function portOf(profile: string, child: ChildProcess): Promise<number> {
  const read = async (): Promise<number> => {
    if (child.exitCode !== null) throw new Error(`Firefox ended with ${child.exitCode}`);
    return Number(await readFile(join(profile, 'MarionetteActivePort'), 'utf8'));
  };
  return waitUntil(read, 'Firefox’s Marionette port', 90_000);
}

async function trust(firefox: Firefox, pem: string): Promise<void> {
  const base64 = pem.replace(/-----[^-]+-----|\s/g, '');
  await firefox.inBrowser(
    `Cc['@mozilla.org/security/x509certdb;1'].getService(Ci.nsIX509CertDB).addCertFromBase64(args[0], 'CT,,');`,
    base64,
  );
}
