import type { FirefoxRecording } from '../../../e2e/generator/firefox/record.ts';
import type { Analysis } from '../../../src/analysis/analysis.ts';
import { analyze } from '../../../src/analysis/analyze.ts';
import { readHar } from '../../../src/sources/har/read-har.ts';
import { createMozLogReader } from '../../../src/sources/moz-log/reader.ts';
import { buildCapture } from '../../../src/testing/build-capture.ts';
import { captureOf } from '../../../src/testing/fixtures.ts';

/** One way to analyse a run of Firefox, named after its evidence. */
export interface FirefoxSource {
  readonly name: string;
  analyse(recording: FirefoxRecording): Analysis;
}

/** The sources that the panel has by default. */
export const FIREFOX_PANEL: FirefoxSource = {
  name: 'HAR and webRequest (the panel)',
  analyse: ({ extension }) =>
    analyze(
      buildCapture((emit) => {
        for (const event of extension.journal) emit(event);
      }),
    ),
};

/** The one that knows most first. */
export const FIREFOX_SOURCES: readonly FirefoxSource[] = [
  {
    name: 'Firefox’s log (MOZ_LOG)',
    analyse: ({ mozLog }) => analyze(captureOf(createMozLogReader, mozLog)),
  },
  FIREFOX_PANEL,
  {
    name: 'HAR alone',
    analyse: ({ extension }) => analyze(buildCapture((emit) => readHar(extension.har, emit))),
  },
];
