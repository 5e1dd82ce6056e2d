import { CaptureBuilder } from '../../model/builder/builder.ts';
import type { Capture, EvidenceSource } from '../../model/capture.ts';
import type { Evidence } from '../../model/evidence.ts';
import { createIntake } from '../../sources/intake/intake.ts';
import { groupParts, PART_HEAD } from '../../sources/moz-log/parts.ts';
import { BrokenGzip, InputError, inputName, readHead, readInput, STDIN } from '../input/read-input.ts';
import { decodeUtf8 } from '../input/utf8.ts';
import { readCertificate } from '../input/x509.ts';

export interface NamedCapture {
  readonly name: string;
  readonly capture: Capture;
}

/**
 * Reads one file, or several files of the same run, into one capture.
 * @param keepHar keeps the whole input HAR, for writing an annotated one
 * @throws InputError when a file cannot be read, or when two are of the same kind and so not of the same run
 */
export async function readJoined(paths: readonly string[], keepHar: boolean): Promise<NamedCapture> {
  const builder = new CaptureBuilder();
  const pathBySource = new Map<EvidenceSource, string>();
  for (const parts of await groupFiles(paths)) {
    const [path = ''] = parts;
    const sources = await readInto(builder, parts, keepHar);
    for (const source of sources) {
      const other = pathBySource.get(source);
      if (other !== undefined) {
        throw new InputError(`${path}: cannot be joined with ${other}, because both are of the same kind`);
      }
      pathBySource.set(source, path);
    }
  }
  return { name: paths.map(inputName).join(' + '), capture: builder.snapshot() };
}

/**
 * Groups the files; the parts of one rotated log are one group.
 * @throws InputError when a part cannot be read
 */
export function groupFiles(paths: readonly string[]): Promise<string[][]> {
  return groupParts(
    paths,
    (path) => path,
    async (path) => {
      const head = await readHead(path, PART_HEAD);
      return decodeUtf8(head, 0, Math.min(head.length, PART_HEAD));
    },
  );
}

const BROKEN_GZIP = {
  code: 'broken-gzip',
  message:
    'The compressed data of this file is broken, or something else follows it. Everything before that was read.',
};

/** The end of a part is not the end of the log, so it does not end the reader. */
const ignoreEnd = () => undefined;

async function readInto(
  builder: CaptureBuilder,
  parts: readonly string[],
  keepHar: boolean,
): Promise<ReadonlySet<EvidenceSource>> {
  const [path = ''] = parts;
  const sources = new Set<EvidenceSource>();
  const problems: string[] = [];
  const apply = (evidence: Evidence): void => {
    if (evidence.kind === 'source') sources.add(evidence.source);
    if (evidence.kind === 'problem') problems.push(evidence.problem.message);
    builder.apply(evidence);
  };
  const name = path === STDIN ? inputName(path) : path;
  const intake = createIntake(apply, { name, decode: decodeUtf8, readCertificate, keepHar });
  let broken: BrokenGzip | null = null;
  try {
    for (const part of parts) await readInput(part, { push: (bytes) => intake.push(bytes), end: ignoreEnd });
  } catch (error) {
    if (!(error instanceof BrokenGzip)) throw error;
    broken = error;
  } finally {
    intake.end();
  }
  if (broken !== null && sources.size === 0) throw broken;
  if (broken !== null) apply({ kind: 'problem', problem: BROKEN_GZIP });
  if (sources.size === 0) throw new InputError(problems[0] ?? `${path} is empty`);
  return sources;
}
