import { version } from '../../package.json';
import type { Capture } from '../../src/model/capture.ts';
import { toAnnotatedHar } from '../../src/report/har/to-annotated-har.ts';
import { sourceKindOf, toReport } from '../../src/report/json/to-report.ts';
import type { Shown } from '../store/captures.ts';
import type { View } from '../store/view.ts';

const TOOL = { name: 'coalescope', version };

/** What the panel can export. Only the full HAR contains secrets. */
export type ExportKind = 'har' | 'full-har' | 'report';

export interface ExportFile {
  readonly name: string;
  readonly mimeType: string;
  readonly text: string;
}

/** Makes the file. Throws only on a bug. */
export function exportFile(kind: ExportKind, { analysis, findings }: View, shown: Shown): ExportFile {
  const base = baseName(shown, analysis.capture);
  if (kind === 'report') {
    const report = toReport(analysis, findings, {
      name: shown.kind === 'file' ? shown.name : 'live capture',
      tool: TOOL,
      kind: shown.kind === 'file' ? sourceKindOf(analysis.capture) : 'live',
    });
    return { name: `${base}.coalescope.json`, mimeType: 'application/json', text: json(report) };
  }
  const har = toAnnotatedHar(analysis, findings, { sanitise: kind === 'har', tool: TOOL });
  return { name: `${base}.coalescope.har`, mimeType: 'application/json', text: json(har) };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}

/** The first file's name without its extensions, or the first host of a live capture. */
function baseName(shown: Shown, capture: Capture): string {
  const name =
    shown.kind === 'file' ? shown.name.split(' + ')[0] : capture.requests[0]?.origin?.split('//')[1];
  const stem = (name ?? 'capture').replace(/(\.coalescope|\.har|\.json|\.gz|\.netlog|\.log)+$/i, '');
  return (
    stem
      .replace(/[^\w.-]+/g, '_')
      .replace(/^\.+/, '')
      .slice(0, 80) || 'capture'
  );
}
