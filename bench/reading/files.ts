import { CHROMIUM_RUNS } from '../../src/testing/fixtures.ts';
import { type Grown, growHar, growNetLog } from './grow.ts';

/** A kind of file that the benchmark reads. */
export interface BenchFile {
  readonly name: string;
  /** Our time is to be at most this part of the parser's. */
  readonly goal: number;
  /** The real captures that it is grown from, by turns. */
  readonly fixtures: readonly string[];
  readonly grow: (path: string, bytes: number) => Grown;
}

/** What a real Chromium wrote with `--net-log-capture-mode=Everything`: bodies and packets, in hex. */
const EVERYTHING = ['real/amazon-netlog.json.gz'];
/** Ten runs with small answers: more requests in a megabyte than any site has. */
const DENSE = CHROMIUM_RUNS.map((run) => `chromium/${run}.netlog.json.gz`);

export const EVERYTHING_NETLOG = netLog('NetLog, Everything', 1 / 4, EVERYTHING);

export const FILES: readonly BenchFile[] = [
  EVERYTHING_NETLOG,
  netLog('NetLog, Default, dense', 1 / 2, DENSE),
  har('HAR, WebPageTest', 'real/amazon-webpagetest.har.gz'),
  har('HAR, Firefox', 'real/google-firefox.har.gz'),
];

function netLog(name: string, goal: number, fixtures: readonly string[]): BenchFile {
  return { name, goal, fixtures, grow: (path, bytes) => growNetLog(path, fixtures, bytes) };
}

function har(name: string, fixture: string): BenchFile {
  return { name, goal: 1.2, fixtures: [fixture], grow: (path, bytes) => growHar(path, fixture, bytes) };
}
