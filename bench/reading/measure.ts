import { spawnSync } from 'node:child_process';

/** One run of a process, from its start to its end. */
export interface Run {
  readonly wallMs: number;
  /** User and system time of all its threads. */
  readonly cpuMs: number;
  /** Peak resident memory, in bytes. */
  readonly peakBytes: number;
  readonly output: string;
}

/**
 * A module with which the process reports its resource use when it ends, on standard error, where nothing else is
 * expected. On Linux `maxRSS` includes the memory of the parent process; VmHWM does not.
 */
const REPORT_USAGE = `data:text/javascript,${encodeURIComponent(`
  import { existsSync, readFileSync, writeSync } from 'node:fs';
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const status = '/proc/self/status';
    const own = existsSync(status) ? /VmHWM:\\s+(\\d+)/.exec(readFileSync(status, 'utf8')) : null;
    const peak = own === null ? maxRSS : Number(own[1]);
    writeSync(2, '\\n' + JSON.stringify({ cpu: userCPUTime + systemCPUTime, peak }));
  });
`)}`;

/** Runs Node with these arguments. @throws when it fails */
export function runNode(args: readonly string[]): Run {
  // With this variable Node loads extra certificates at start, which takes 37 ms and distorts both results.
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  const begin = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', REPORT_USAGE, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env,
  });
  const wallMs = performance.now() - begin;
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  const usage: { cpu: number; peak: number } = JSON.parse(stderr.slice(stderr.lastIndexOf('\n')));
  return { wallMs, cpuMs: usage.cpu / 1_000, peakBytes: usage.peak * 1_024, output: stdout };
}

/** The best of several runs of each command. They run in turn, so that other load on the machine affects all alike. */
export function bestOf(times: number, ...commands: readonly (readonly string[])[]): Run[] {
  const rounds = Array.from({ length: times }, () => commands.map(runNode));
  return commands.map((_, index) => {
    const runs = rounds.flatMap((round) => round[index] ?? []);
    return {
      wallMs: Math.min(...runs.map(({ wallMs }) => wallMs)),
      cpuMs: Math.min(...runs.map(({ cpuMs }) => cpuMs)),
      peakBytes: Math.max(...runs.map(({ peakBytes }) => peakBytes)),
      output: runs[0]?.output ?? '',
    };
  });
}
