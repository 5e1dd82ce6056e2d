import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { EndpointClient, EndpointError } from '../../sources/endpoint/client.ts';
import { InputError } from '../input/read-input.ts';
import { PipeTransport } from './pipe.ts';

export interface LaunchOptions {
  readonly chrome: string;
  readonly headless: boolean;
  /** With cookies and credentials in the NetLog. */
  readonly sensitive: boolean;
  /** Further flags of the user's; Chromium takes the last of two that contradict each other. */
  readonly flags: readonly string[];
}

export interface LaunchedBrowser {
  readonly client: EndpointClient;
  /** Whole once the browser has ended. */
  readonly netLogPath: string;
  /** Tells it to end, and waits until it has: only then is the NetLog whole. */
  close(): Promise<void>;
  /** Removes its profile and its NetLog. */
  remove(): Promise<void>;
}

/** No traffic but the user's, as far as there are flags for it. HTTP/3 stays on: it is part of the truth. */
const QUIET = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-default-apps',
];

/**
 * Starts a browser with a new profile of its own that writes a NetLog and takes commands through a pipe.
 * @throws InputError (rejects) when it does not start, with what it said
 */
export async function launchBrowser(options: LaunchOptions): Promise<LaunchedBrowser> {
  const folder = await mkdtemp(join(tmpdir(), 'coalescope-record-'));
  const removeAtExit = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', removeAtExit);
  const remove = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    process.off('exit', removeAtExit);
  };
  const netLogPath = join(folder, 'netlog.json');
  const { spawn } = await import('node:child_process');
  const child = spawn(options.chrome, flagsOf(options, folder, netLogPath), {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    // Ctrl-C is for us: we then tell the browser to end, so that it finishes its NetLog.
    detached: process.platform !== 'win32',
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const said = lastWords(child);
  try {
    const client = new EndpointClient(pipeOf(child));
    await client.command('Browser.getVersion');
    return { client, netLogPath, close: () => closeBrowser(child, client, ended), remove };
  } catch (error) {
    await ended;
    await remove();
    throw new InputError(`${options.chrome} does not start: ${said()}`, { cause: error });
  }
}

/** A browser that does not end in this time hangs; its NetLog is then cut. */
const PATIENCE_MS = 20_000;

async function closeBrowser(
  child: ChildProcess,
  client: EndpointClient,
  ended: Promise<void>,
): Promise<void> {
  const killer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  try {
    await client.command('Browser.close');
  } catch (error) {
    // It has gone already, or goes without an answer.
    if (!(error instanceof EndpointError)) throw error;
  }
  await ended;
  clearTimeout(killer);
}

function flagsOf({ headless, sensitive, flags }: LaunchOptions, folder: string, netLog: string): string[] {
  return [
    ...QUIET,
    `--user-data-dir=${join(folder, 'profile')}`,
    `--log-net-log=${netLog}`,
    ...(sensitive ? ['--net-log-capture-mode=IncludeSensitive'] : []),
    '--remote-debugging-pipe',
    ...(headless ? ['--headless=new'] : []),
    ...flags,
    'about:blank',
  ];
}

function pipeOf(child: ChildProcess): PipeTransport {
  const [, , , to, from] = child.stdio;
  if (!(to instanceof Writable) || !(from instanceof Readable)) throw new Error('spawn gave no pipes');
  return new PipeTransport(to, from);
}

/** Remembers the end of what it says on standard error, for the case that it does not start. */
function lastWords(child: ChildProcess): () => string {
  let words = '';
  child.stderr?.on('data', (bytes: Buffer) => {
    words = `${words}${bytes.toString('utf8')}`.slice(-2_000);
  });
  child.once('error', (error) => {
    words = error.message;
  });
  return () => {
    if (words.includes('no-sandbox')) {
      return 'Chromium does not run as root with its sandbox. Use another user, or give it the flag: -- --no-sandbox';
    }
    return words.trim().split('\n').at(-1) || 'it ended without a word';
  };
}
