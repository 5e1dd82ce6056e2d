import { CaptureBuilder } from '../../model/builder/builder.ts';
import type { Capture, EvidenceSource } from '../../model/capture.ts';
import type { Evidence } from '../../model/evidence.ts';
import { createIntake } from '../../sources/intake/intake.ts';
import { groupParts, PART_HEAD } from '../../sources/moz-log/parts.ts';
import { InputError, inputName, readHead, readInput, STDIN } from '../input/read-input.ts';
import { decodeUtf8 } from '../input/utf8.ts';
import { readCertificate } from '../input/x509.ts';

export interface NamedCapture {
  readonly name: string;
  readonly capture: Capture;
}

/**
 * One capture of one file, or of several of one run.
 * @param keepHar whether a HAR will be written of it, which is to hold all of the one that is read
 * @throws InputError when one cannot be read, or two are of the same kind and so not of one run
 */
export async function readJoined(paths: readonly string[], keepHar: boolean): Promise<NamedCapture> {
  const builder = new CaptureBuilder();
  const told = new Map<EvidenceSource, string>();
  for (const parts of await groupFiles(paths)) {
    const [path = ''] = parts;
    const sources = await readInto(builder, parts, keepHar);
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

/**
 * The files, those together that are parts of one rotated log.
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

/** The end of a part is not the end of the log. */
const goOn = () => undefined;

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
  try {
    for (const part of parts) await readInput(part, { push: (bytes) => intake.push(bytes), end: goOn });
  } finally {
    intake.end();
  }
  if (sources.size === 0) throw new InputError(problems[0] ?? `${path}: there is nothing in it`);
  return sources;
}
