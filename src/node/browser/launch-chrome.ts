import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { EndpointClient, EndpointError } from '../../sources/endpoint/client.ts';
import { InputError } from '../input/read-input.ts';
import { inTime, TimeLeft, within } from '../time-left.ts';
import { PipeTransport } from './pipe.ts';
import { makeRecordingFolder } from './recording-folder.ts';

export interface LaunchOptions {
  readonly chrome: string;
  readonly headless: boolean;
  /** Includes cookies and credentials in the NetLog. */
  readonly sensitive: boolean;
  /** Further flags from the user. Where two flags contradict each other, Chromium uses the last. */
  readonly flags: readonly string[];
}

export interface LaunchedBrowser {
  readonly client: EndpointClient;
  /** Complete only after the browser has exited. */
  readonly netLogPath: string;
  /** Closes the browser and waits until it has exited: only then is the NetLog complete. */
  close(): Promise<void>;
  /** Removes its profile and its NetLog. */
  remove(): Promise<void>;
  /** Removes its profile only. The NetLog stays where it is, also after later runs. */
  keepNetLog(): Promise<void>;
}

/** Turns the browser's own traffic off, as far as there are flags for it. HTTP/3 stays on, as for users. */
const QUIET = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-default-apps',
];

/** For a browser's first response; a first start on a slow disk takes a few seconds. */
const START_TIMEOUT_MS = 60_000;

/**
 * Starts a browser with a new profile that writes a NetLog and takes commands through a pipe. If this process exits
 * before `remove`, the browser is killed and its files are removed.
 * @throws InputError (rejects) when it does not start, with its last error message
 */
export async function launchBrowser(options: LaunchOptions): Promise<LaunchedBrowser> {
  const { spawn } = await import('node:child_process');
  const folder = await makeRecordingFolder();
  const netLogPath = join(folder.path, 'netlog.json');
  const child = spawn(options.chrome, flagsOf(options, folder.path, netLogPath), {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    // Ctrl-C must reach only this process, which then closes the browser so that it completes its NetLog.
    detached: process.platform !== 'win32',
  });
  const killAtExit = () => kill(child);
  // Before the folder's own handler: a browser that runs would write to it again.
  process.prependOnceListener('exit', killAtExit);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  void ended.then(() => process.off('exit', killAtExit));
  const lastError = lastErrorOf(child);
  try {
    const client = new EndpointClient(pipeOf(child));
    const late = (ms: number) => `no response ${within(ms)}`;
    await inTime(client.command('Browser.getVersion'), new TimeLeft(START_TIMEOUT_MS), late);
    const close = () => closeBrowser(child, client, ended);
    return {
      client,
      netLogPath,
      close,
      remove: () => folder.remove(),
      keepNetLog: () => folder.keep('profile'),
    };
  } catch (error) {
    kill(child);
    await ended;
    await folder.remove();
    const why = error instanceof InputError ? error.message : lastError();
    throw new InputError(`${options.chrome} does not start: ${why}`, { cause: error });
  }
}

/** With the processes that it has started, which are its group. Nothing happens when it has exited. */
function kill(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // It exited meanwhile.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** A browser that does not exit within this time is killed; its NetLog is then incomplete. */
const CLOSE_TIMEOUT_MS = 20_000;

async function closeBrowser(
  child: ChildProcess,
  client: EndpointClient,
  ended: Promise<void>,
): Promise<void> {
  const killer = setTimeout(() => kill(child), CLOSE_TIMEOUT_MS);
  try {
    await client.command('Browser.close');
  } catch (error) {
    // It has exited already, or exits without responding.
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
  if (!(to instanceof Writable) || !(from instanceof Readable)) throw new Error('spawn returned no pipes');
  return new PipeTransport(to, from);
}

/** Keeps the end of its standard error, for the message if it does not start. */
function lastErrorOf(child: ChildProcess): () => string {
  let output = '';
  child.stderr?.on('data', (bytes: Buffer) => {
    output = `${output}${bytes.toString('utf8')}`.slice(-2_000);
  });
  child.once('error', (error) => {
    output = error.message;
  });
  return () => {
    if (output.includes('no-sandbox')) {
      return 'Chromium does not run as root with its sandbox. Use another user, or add the flag: -- --no-sandbox';
    }
    return output.trim().split('\n').at(-1) || 'it exited without a message';
  };
}
