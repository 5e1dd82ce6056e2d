import { existsSync, realpathSync, statSync } from 'node:fs';
import { analyzeInSteps } from '../../analysis/analyze.ts';
import { diagnoseInSteps } from '../../diagnosis/diagnose.ts';
import { toAnnotatedHar } from '../../report/har/to-annotated-har.ts';
import type { Report } from '../../report/json/report.ts';
import { sourceKindOf, toReport } from '../../report/json/to-report.ts';
import { findingOf, toText } from '../../report/text/to-text.ts';
import type { AnalyzeOptions } from '../options/read-command-line.ts';
import { jsonPieces } from '../output/json-pieces.ts';
import { textOptions } from '../output/terminal.ts';
import { writeFileWhole, writeStdout } from '../output/write-output.ts';
import { TOOL } from '../tool.ts';
import { inTurns } from '../turns.ts';
import { type Complain, EXIT, type Exit, isFound, isOutside } from './exit.ts';
import { groupFiles, type NamedCapture, readJoined } from './read-captures.ts';

interface Run {
  readonly options: AnalyzeOptions;
  readonly complain: Complain;
  exit: Exit;
}

/** Runs `coalescope analyze`: prints the requested output, and reports through `complain` what could not be read. */
export async function runAnalyze(options: AnalyzeOptions, complain: Complain): Promise<Exit> {
  // A HAR may be annotated in its place. A report there would be the end of the capture.
  const isReport = options.format !== 'har';
  const input = isReport ? options.files.find((file) => isSameFile(file, options.output)) : undefined;
  if (input !== undefined) {
    complain(`${input}: the output would replace the input`);
    return EXIT.unreadable;
  }
  const run: Run = { options, complain, exit: EXIT.done };
  try {
    await write(options, outputs(run));
  } catch (error) {
    failed(run, error);
  }
  return run.exit;
}

/** The output in pieces; one capture after the other, so that only one is in memory at a time. */
async function* outputs(run: Run): AsyncGenerator<string> {
  const { files, join, format } = run.options;
  let separator = '';
  for (const group of join ? [files] : await groupFiles(files)) {
    const named = await readOrFail(run, () => readJoined(group, format === 'har'));
    if (named === null) continue;
    yield separator;
    yield* output(run, named);
    separator = format === 'text' ? '\n' : '';
  }
}

async function readOrFail(run: Run, read: () => Promise<NamedCapture>): Promise<NamedCapture | null> {
  try {
    return await read();
  } catch (error) {
    failed(run, error);
    return null;
  }
}

function failed(run: Run, error: unknown): void {
  if (error instanceof RangeError) run.complain(`${rangeWords(error)} to be written (${error.message})`);
  else if (isOutside(error)) run.complain(error.message);
  else throw error;
  run.exit = EXIT.unreadable;
}

/** Whether both paths lead to one file that exists. */
function isSameFile(path: string, output: string | null): boolean {
  if (output === null || !existsSync(path) || !existsSync(output)) return false;
  return realpathSync(path) === realpathSync(output) && statSync(path).isFile();
}

/** The stack is too small for it, or the longest string (V8: 512 MiB) is. */
function rangeWords({ message }: RangeError): string {
  return /call stack/i.test(message) ? 'nested too deeply' : 'too large';
}

async function* output(run: Run, { name, capture }: NamedCapture): AsyncGenerator<string> {
  const { options } = run;
  const { format, full, failOn } = options;
  const analysis = await inTurns(analyzeInSteps(capture));
  const findings = await inTurns(diagnoseInSteps(analysis));
  if (run.exit === EXIT.done && isFound(findings, failOn)) run.exit = EXIT.found;
  if (format === 'har') {
    yield* jsonPieces(toAnnotatedHar(analysis, findings, { tool: TOOL, sanitise: !full }));
    yield '\n';
    return;
  }
  const kind = sourceKindOf(capture);
  const report = toReport(analysis, findings, { name, kind, tool: TOOL, sanitise: !full });
  if (format === 'json') {
    yield* jsonPieces(report);
    yield '\n';
  } else if (options.finding !== null && findingOf(report, options.finding) === null) {
    run.complain(noFinding(name, report, options.finding));
    run.exit = EXIT.unreadable;
  } else {
    yield toText(report, textOptions(run.options.output, run.options));
  }
}

function noFinding(name: string, { findings }: Report, wanted: string): string {
  return `${name}: there is no finding "${wanted}": ${numbersOf(findings.length)}`;
}

function numbersOf(findings: number): string {
  if (findings === 0) return 'it has none';
  return findings === 1 ? 'it has one, number 1' : `its findings are numbered from 1 to ${findings}`;
}

/** Creates no file, and leaves one that is there, when there is nothing to write. */
async function write({ output, full }: AnalyzeOptions, pieces: AsyncGenerator<string>): Promise<void> {
  let first = await pieces.next();
  while (!first.done && first.value === '') first = await pieces.next();
  if (first.done) return;
  const { value } = first;
  const all = (async function* () {
    yield value;
    yield* pieces;
  })();
  await (output === null ? writeStdout(all) : writeFileWhole(output, all, { isPrivate: full }));
}
