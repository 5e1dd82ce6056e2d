// `npx tsx scripts/compare-reports.ts OLD NEW FILE…`: runs two builds of the command (each a `coalescope.cjs`) over
// the same captures and prints what differs in their JSON reports. Differences of wording only (titles,
// explanations, remedies, …) are counted, all others are printed. Exit code 1 when there is any.
import { spawnSync } from 'node:child_process';

/** Members that hold sentences for people. */
const WORDS = new Set([
  'message',
  'title',
  'explanation',
  'remedy',
  'basis',
  'text',
  'cause',
  'log',
  'verify',
  'label',
  'snippet',
  'comment',
  'where',
  'steps',
  'gaps',
  'guide',
  'fixes',
  'evidence',
]);

const [oldCommand, newCommand, ...files] = process.argv.slice(2);
if (oldCommand === undefined || newCommand === undefined || files.length === 0) {
  console.error('usage: npx tsx scripts/compare-reports.ts OLD NEW FILE…');
  process.exit(2);
}

let structural = 0;
let worded = 0;
for (const file of files) {
  const [before, after] = [reportOf(oldCommand, file), reportOf(newCommand, file)];
  const differences = [...differencesOf(before, after, '', false)];
  const facts = differences.filter(({ words }) => !words);
  worded += differences.length - facts.length;
  structural += facts.length;
  for (const { path, values } of facts.slice(0, 20)) console.log(`${file}${path}: ${values}`);
  if (facts.length > 20) console.log(`${file}: ${facts.length - 20} more`);
}
console.log(`${files.length} files: ${structural} differences in facts, ${worded} in words`);
process.exitCode = structural === 0 ? 0 : 1;

interface Difference {
  readonly path: string;
  readonly values: string;
  readonly words: boolean;
}

function reportOf(command: string, file: string): unknown {
  const args = [command, 'analyze', '--format', 'json', file];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 30 });
  return stdout.trim() === '' ? { failed: stderr.trim() } : JSON.parse(stdout);
}

function* differencesOf(a: unknown, b: unknown, path: string, words: boolean): Generator<Difference> {
  if (isObject(a) && isObject(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const isWord = words || (WORDS.has(key) && !Array.isArray(a));
      yield* differencesOf(a[key], b[key], `${path}/${key}`, isWord);
    }
  } else if (a !== b) {
    yield { path, values: `${short(a)} -> ${short(b)}`, words };
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function short(value: unknown): string {
  return (JSON.stringify(value) ?? 'absent').slice(0, 80);
}
