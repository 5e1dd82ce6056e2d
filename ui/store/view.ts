import type { Analysis } from '../../src/analysis/analysis.ts';
import type { Finding } from '../../src/diagnosis/finding.ts';
import { type Steps, stepping } from '../../src/model/steps.ts';
import { requestRow } from '../table/request-rows.ts';
import { prepareLayout } from '../timeline/layout/layout.ts';
import type { Engine } from './engine.ts';
import type { Feed } from './feed.ts';

/** What is known about a capture at one moment. */
export interface View {
  readonly analysis: Analysis;
  readonly findings: readonly Finding[];
}

/**
 * Everything needed to show a capture, in steps of a few milliseconds; null when there is nothing. Evidence may
 * arrive between steps. What only the drawing needs (layout, rows) is prepared here too, so that drawing is quick.
 */
export function* viewOf(feed: Feed, engine: Engine): Steps<View | null> {
  if (feed.empty) return null;
  yield* feed.refresh();
  const capture = feed.snapshot();
  yield;
  const analysis = yield* engine.analyze(capture);
  const findings = yield* engine.diagnose(analysis);
  yield* prepareLayout(analysis);
  yield* stepping(analysis.requests.values(), requestRow);
  return { analysis, findings };
}
