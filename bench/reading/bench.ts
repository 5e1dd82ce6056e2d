// Measures the whole command, from its start to the finished report, against a process that only calls JSON.parse on
// the same file. `npm run bench` runs it; `-- --huge` adds a NetLog larger than 1 GB.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildCommand } from './build-command.ts';
import { type BenchFile, EVERYTHING_NETLOG, FILES } from './files.ts';
import { bestOf, type Run, runNode } from './measure.ts';

const MEGABYTE = 1e6;
const SIZES = [100 * MEGABYTE, 400 * MEGABYTE];
const HUGE = 1_100 * MEGABYTE;
const ROUNDS = 3;
const PARSE = 'JSON.parse((await import("node:fs")).readFileSync(process.argv[1], "utf8"))';

const folder = mkdtempSync(join(tmpdir(), 'coalescope-bench-'));
// The command keeps its compiled code there. Only its first round runs without it, so the best round has it.
process.env.XDG_CACHE_HOME = join(folder, 'cache');
try {
  const command = await buildCommand(join(folder, 'command'));
  print(['file', 'MB', 'JSON.parse', 'coalescope', 'times as fast', 'goal', 'by CPU time', 'peak memory']);
  for (const file of FILES) {
    // A larger HAR fills the memory of both processes.
    const sizes = file.name.startsWith('HAR') ? SIZES.slice(0, 1) : SIZES;
    for (const size of sizes) compare(command, file, size);
  }
  if (process.argv.includes('--huge')) readHuge(command);
} finally {
  rmSync(folder, { recursive: true });
}

function compare(command: string, file: BenchFile, size: number): void {
  const path = join(folder, 'file');
  const { bytes } = file.grow(path, size);
  const [parse, ours] = bestOf(
    ROUNDS,
    ['--input-type=module', '-e', PARSE, path],
    [command, 'analyze', path],
  );
  rmSync(path);
  if (parse === undefined || ours === undefined) return;
  const ratio = (of: (run: Run) => number) => (of(parse) / of(ours)).toFixed(2);
  print([
    file.name,
    megabytes(bytes),
    `${parse.wallMs.toFixed(0)} ms`,
    `${ours.wallMs.toFixed(0)} ms`,
    ratio(({ wallMs }) => wallMs),
    (1 / file.goal).toFixed(2),
    ratio(({ cpuMs }) => cpuMs),
    `${megabytes(ours.peakBytes)} MB`,
  ]);
}

/** The file is longer than a string can be, so there is no JSON.parse to compare with. */
function readHuge(command: string): void {
  const path = join(folder, 'file');
  const { bytes } = EVERYTHING_NETLOG.grow(path, HUGE);
  const { wallMs, peakBytes } = runNode([command, 'analyze', path]);
  print([
    EVERYTHING_NETLOG.name,
    megabytes(bytes),
    '-',
    `${wallMs.toFixed(0)} ms`,
    '-',
    '-',
    '-',
    `${megabytes(peakBytes)} MB`,
  ]);
}

function megabytes(bytes: number): string {
  return (bytes / MEGABYTE).toFixed(0);
}

function print(cells: readonly string[]): void {
  console.log(cells.map((cell, index) => (index === 0 ? cell.padEnd(24) : cell.padStart(15))).join(''));
}
