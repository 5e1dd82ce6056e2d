import type { Analysis, FindingKind } from '../analysis/analysis.ts';
import { analyze } from '../analysis/analyze.ts';
import { createNetLogReader } from '../sources/netlog/netlog-reader.ts';
import { captureOf, readFixtureText } from './fixtures.ts';
import { type CaptureSketch, sketchCapture } from './sketch-capture.ts';

/** Real Chromium 156 against the lab (e2e/netlogs), which logged its responses. */
export function recorded(name: string): Analysis {
  return analyze(captureOf(createNetLogReader, readFixtureText(`netlog/${name}.netlog.json.gz`)));
}

/** Method, first label of the host and path of the requests in findings of a kind, with their certainty. */
export function about({ findings, requests }: Analysis, kind: FindingKind): string[] {
  return findings
    .filter((finding) => finding.kind === kind)
    .flatMap((finding) =>
      finding.requests.map((id) => {
        const { method = '', url = '' } = requests.get(id)?.record ?? {};
        const [, label = '', path = ''] = /^https?:\/\/(\w+)\.[^/]*(\/.*)$/.exec(url) ?? [];
        return `${finding.certainty} ${method} ${label}${path}`;
      }),
    )
    .sort();
}

/** The findings of a sketch, which has a connection of another origin unless it states otherwise. */
export function findings(kind: FindingKind, sketch: CaptureSketch) {
  const connections = [{ id: '1', openedFor: 'https://a.test', openedAt: 0 }];
  return analyze(sketchCapture({ connections, ...sketch })).findings.filter((f) => f.kind === kind);
}
