import { copyFile, mkdir, rename } from 'node:fs/promises';
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
import { writeFileWhole, writeStdout } from '../output/write-output.ts';
import { TOOL } from '../tool.ts';

/**
 * Creates the folder of a recording before it begins, so that a missing permission is reported immediately.
 * @param name what is recorded, for the name of a new folder: `www.example.com`
 * @throws InputError (rejects) when it cannot be created
 */
export async function makeFolder(output: string | null, name: string): Promise<string> {
  const moment = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  const folder = output ?? `coalescope-${name.replace(/[^\w.-]/g, '_')}-${moment}`;
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new InputError(`${folder}: the folder cannot be created (${codeOf(error)})`, { cause: error });
  }
  return folder;
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
  await writeFileWhole(join(folder, 'capture.har'), jsonPieces(har));
  await writeFileWhole(join(folder, 'report.json'), jsonPieces(report));
  await writeFileWhole(join(folder, 'report.txt'), [toText(report, { all: options.all })]);
  await writeStdout([toText(report, textOptions(null, options))]);
  return isFound(findings, options.failOn) ? EXIT.found : EXIT.done;
}

/**
 * Moves a file to the folder, also from another disk.
 * @throws InputError (rejects) when it cannot be written
 */
export async function moveInto(folder: string, file: string, name: string): Promise<void> {
  const to = join(folder, name);
  try {
    await rename(file, to);
  } catch (error) {
    if (codeOf(error) !== 'EXDEV') throw new InputError(`${to}: cannot be written (${codeOf(error)})`);
    await copyFile(file, to);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
