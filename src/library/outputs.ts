import type { Analysis } from '../analysis/analysis.ts';
import type { Finding } from '../diagnosis/finding.ts';
import * as har from '../report/har/to-annotated-har.ts';
import type { Report } from '../report/json/report.ts';
import * as json from '../report/json/to-report.ts';
import { TOOL } from './tool.ts';

export interface HarOptions {
  /** False keeps cookies, credentials, bodies and query values. Default: true. */
  readonly sanitise?: boolean;
}

export interface ReportOptions extends HarOptions {
  /** The name of the capture: a file's base name, never its path. Default: `capture`. */
  readonly name?: string;
}

/** The report of one capture as plain JSON, version 1 (docs/report.md). */
export function toReport(
  analysis: Analysis,
  findings: readonly Finding[],
  { name = 'capture', sanitise = true }: ReportOptions = {},
): Report {
  return json.toReport(analysis, findings, {
    name,
    kind: json.sourceKindOf(analysis.capture),
    tool: TOOL,
    sanitise,
  });
}

/** The capture as a HAR 1.2 with the conclusions written into it. */
export function toAnnotatedHar(
  analysis: Analysis,
  findings: readonly Finding[],
  { sanitise = true }: HarOptions = {},
): har.AnnotatedHar {
  return har.toAnnotatedHar(analysis, findings, { tool: TOOL, sanitise });
}
