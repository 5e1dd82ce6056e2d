import { CaptureBuilder } from '../../model/builder.ts';
import type { Capture } from '../../model/capture.ts';
import { createIntake } from './intake.ts';

/** The capture of a text of any known kind; one of no known kind is an empty capture with a problem. */
export function readText(text: string, name?: string): Capture {
  const builder = new CaptureBuilder();
  const intake = createIntake((evidence) => builder.apply(evidence), name === undefined ? {} : { name });
  intake.push(text);
  intake.end();
  return builder.snapshot();
}
