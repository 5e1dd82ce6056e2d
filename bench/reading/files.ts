import { CHROMIUM_RUNS } from '../../src/testing/fixtures.ts';
import { type Grown, growHar, growNetLog, type Mode } from './grow.ts';

/** A kind of file that the benchmark reads. */
export interface BenchFile {
  readonly name: string;
  /** The goal for the command's time, as a fraction of the parser's time. */
  readonly goal: number;
  /** The real captures that it is built from, in turn. */
  readonly fixtures: readonly string[];
  readonly grow: (path: string, bytes: number) => Grown;
}

/** Written by a real Chromium with `--net-log-capture-mode=Everything`, with bodies and packets. */
const SITE = ['dialects/netlog-everything.json.gz'];
/** Ten runs with small responses: they have more requests per megabyte than any site. */
const DENSE = CHROMIUM_RUNS.map((run) => `chromium/${run}.netlog.json.gz`);

export const EVERYTHING_NETLOG = netLog('NetLog, Everything', 1 / 4, SITE, 'Everything');

export const FILES: readonly BenchFile[] = [
  EVERYTHING_NETLOG,
  // Not mixed with the runs, because each build of Chromium numbers the event types differently.
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
