import type { Analysis } from '../../src/analysis/analysis.ts';
import { analyze } from '../../src/analysis/analyze.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { Finding } from '../../src/diagnosis/finding.ts';
import type { Capture } from '../../src/model/capture.ts';

/** What the store needs of the engine; a test can bring its own. */
export interface Engine {
  analyze(capture: Capture): Analysis;
  diagnose(analysis: Analysis): readonly Finding[];
}

export const ENGINE: Engine = { analyze, diagnose };
