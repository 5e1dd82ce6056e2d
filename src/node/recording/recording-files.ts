import { chmod, copyFile, mkdir, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { analyze } from '../../analysis/analyze.ts';
import { diagnose } from '../../diagnosis/diagnose.ts';
import type { Capture } from '../../model/capture.ts';
import { toAnnotatedHar } from '../../report/har/to-annotated-har.ts';
import { sourceKindOf, toReport } from '../../report/json/to-report.ts';
import { toText } from '../../report/text/to-text.ts';
import { EXIT, type Exit, isFound } from '../command/exit.ts';
import { InputError } from '../input/read-input.ts';
import type { ReportingOptions } from '../options/common-options.ts';
import { jsonPieces } from '../output/json-pieces.ts';
import { textOptions } from '../output/terminal.ts';
import { PRIVATE, writeFileWhole, writeStdout } from '../output/write-output.ts';
import { TOOL } from '../tool.ts';

/** The folder of a recording. */
export interface OutputFolder {
  readonly path: string;
  /** Removes it if it is new and still empty, because nothing was recorded. */
  discard(): Promise<void>;
}

/**
 * Creates the folder of a recording before it begins, so that a missing permission is reported immediately.
 * @param name what is recorded, for the name of a new folder: `www.example.com`
 * @throws InputError (rejects) when it cannot be created
 */
export async function makeFolder(output: string | null, name: string): Promise<OutputFolder> {
  const moment = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  const folder = output ?? `coalescope-${name.replace(/[^\w.-]/g, '_')}-${moment}`;
  try {
    const first = await mkdir(folder, { recursive: true });
    return { path: folder, discard: async () => (first === undefined ? undefined : removeIfEmpty(folder)) };
  } catch (error) {
    throw new InputError(`${folder}: the folder cannot be created (${codeOf(error)})`, { cause: error });
  }
}

/**
 * Writes the annotated HAR and the reports to the folder, and prints the text report.
 * @throws InputError (rejects) when they cannot be written
 */
export async function writeRecording(
  folder: string,
  name: string,
  capture: Capture,
  options: ReportingOptions,
): Promise<Exit> {
  const analysis = analyze(capture);
  const findings = diagnose(analysis);
  const sanitise = !options.full;
  const report = toReport(analysis, findings, { name, kind: sourceKindOf(capture), tool: TOOL, sanitise });
  const har = toAnnotatedHar(analysis, findings, { tool: TOOL, sanitise });
  const write = (file: string, pieces: Parameters<typeof writeFileWhole>[1]) =>
    writeFileWhole(join(folder, file), pieces, { isPrivate: options.full });
  await write('capture.har', jsonPieces(har));
  await write('report.json', jsonPieces(report));
  await write('report.txt', [toText(report, { verbose: true, all: options.all })]);
  await writeStdout([toText(report, textOptions(null, options))]);
  return isFound(findings, options.failOn) ? EXIT.found : EXIT.done;
}

/**
 * Moves a file to the folder, also from another disk, so that only this user may read it. Returns its new path.
 * @throws InputError (rejects) when it cannot be moved; it then is where it was
 */
export async function moveInto(folder: string, file: string, name: string): Promise<string> {
  const to = join(folder, name);
  try {
    await chmod(file, PRIVATE);
    await rename(file, to);
  } catch (error) {
    if (codeOf(error) === 'EXDEV') await copy(file, to);
    else throw new InputError(`${to}: cannot be written (${codeOf(error)})`, { cause: error });
  }
  return to;
}

async function copy(file: string, to: string): Promise<void> {
  try {
    await copyFile(file, to);
  } catch (error) {
    // Part of it may have been written.
    await rm(to, { force: true });
    throw new InputError(`${to}: cannot be written (${codeOf(error)})`, { cause: error });
  }
}

async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT', 'EPERM', 'ENOTDIR'].includes(codeOf(error))) throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
