import type { Analysis } from '../../src/analysis/analysis.ts';
import { analyzeInSteps } from '../../src/analysis/analyze.ts';
import { diagnoseInSteps } from '../../src/diagnosis/diagnose.ts';
import type { Finding } from '../../src/diagnosis/finding.ts';
import type { Capture } from '../../src/model/capture.ts';
import type { Steps } from '../../src/model/steps.ts';

/** The part of the engine that the store uses; tests can pass their own. */
export interface Engine {
  analyze(capture: Capture): Steps<Analysis>;
  diagnose(analysis: Analysis): Steps<readonly Finding[]>;
}

export const ENGINE: Engine = { analyze: analyzeInSteps, diagnose: diagnoseInSteps };
