import { CHROMIUM_RUNS } from '../../src/testing/fixtures.ts';
import { type Grown, growHar, growNetLog, type Mode } from './grow.ts';

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
const SITE = ['dialects/netlog-everything.json.gz'];
/** Ten runs with small answers: more requests in a megabyte than any site has. */
const DENSE = CHROMIUM_RUNS.map((run) => `chromium/${run}.netlog.json.gz`);

export const EVERYTHING_NETLOG = netLog('NetLog, Everything', 1 / 4, SITE, 'Everything');

export const FILES: readonly BenchFile[] = [
  EVERYTHING_NETLOG,
  // One site. It cannot be mixed with the runs: each build of Chromium has numbers of its own for the types of events.
  netLog('NetLog, Default, a site', 1 / 2, SITE, 'Default'),
  netLog('NetLog, Default, dense', 1 / 2, DENSE, 'Default'),
  har('HAR, WebPageTest', 'dialects/webpagetest.har.gz'),
  har('HAR, Firefox', 'dialects/firefox.har.gz'),
];

function netLog(name: string, goal: number, fixtures: readonly string[], mode: Mode): BenchFile {
  return { name, goal, fixtures, grow: (path, bytes) => growNetLog(path, fixtures, bytes, mode) };
}

function har(name: string, fixture: string): BenchFile {
  return { name, goal: 1.2, fixtures: [fixture], grow: (path, bytes) => growHar(path, fixture, bytes) };
}
