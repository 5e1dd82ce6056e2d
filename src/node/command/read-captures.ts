import { CaptureBuilder } from '../../model/builder.ts';
import type { Capture, EvidenceSource } from '../../model/capture.ts';
import type { Evidence } from '../../model/evidence.ts';
import { createIntake } from '../../sources/intake/intake.ts';
import { InputError, inputName, readInput, STDIN } from '../read-input.ts';
import { decodeUtf8 } from '../utf8.ts';

export interface NamedCapture {
  readonly name: string;
  readonly capture: Capture;
}

/**
 * The capture of one file.
 * @throws InputError when the file cannot be read, or is nothing that Coalescope knows
 */
export async function readCapture(path: string): Promise<NamedCapture> {
  return readJoined([path]);
}

/**
 * One capture of several files of one run.
 * @throws InputError when one cannot be read, or two are of the same kind and so not of one run
 */
export async function readJoined(paths: readonly string[]): Promise<NamedCapture> {
  const builder = new CaptureBuilder();
  const told = new Map<EvidenceSource, string>();
  for (const path of paths) {
    const sources = await readInto(builder, path);
    for (const source of sources) {
      const other = told.get(source);
      if (other !== undefined) {
        throw new InputError(`${path}: cannot be joined with ${other}, which is of the same kind`);
      }
      told.set(source, path);
    }
  }
  return { name: paths.map(inputName).join(' + '), capture: builder.snapshot() };
}

async function readInto(builder: CaptureBuilder, path: string): Promise<ReadonlySet<EvidenceSource>> {
  const sources = new Set<EvidenceSource>();
  const problems: string[] = [];
  const apply = (evidence: Evidence): void => {
    if (evidence.kind === 'source') sources.add(evidence.source);
    if (evidence.kind === 'problem') problems.push(evidence.problem.message);
    builder.apply(evidence);
  };
  const name = path === STDIN ? inputName(path) : path;
  await readInput(path, createIntake(apply, { name, decode: decodeUtf8 }));
  if (sources.size === 0) throw new InputError(problems[0] ?? `${path}: there is nothing in it`);
  return sources;
}
