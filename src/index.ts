/**
 * The library: everything that other programs may import (docs/library.md). It runs in Node, in a worker and in a bare
 * V8 context, and makes no requests.
 */

export type { Analysis, FindingKind, RedundancyCause, Severity } from './analysis/analysis.ts';
export { analyze } from './analysis/analyze.ts';
export { diagnose } from './diagnosis/diagnose.ts';
export type { Finding } from './diagnosis/finding.ts';
export { type HarOptions, type ReportOptions, toAnnotatedHar, toReport } from './library/outputs.ts';
export { type ReadOptions, readCapture } from './library/read-capture.ts';
export type { Capture } from './model/capture.ts';
export type { AnnotatedHar } from './report/har/to-annotated-har.ts';
export type {
  Report,
  ReportAttempt,
  ReportConnection,
  ReportRequest,
  ReportSource,
} from './report/json/report.ts';
export { type Conclusions, sanitiseConclusions } from './report/sanitise/analysis.ts';
export { type TextOptions, toText } from './report/text/to-text.ts';
