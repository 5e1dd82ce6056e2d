import type { Recording } from '../../e2e/generator/recording.ts';
import type { Analysis } from '../../src/analysis/analysis.ts';
import { analyze } from '../../src/analysis/analyze.ts';
import type { Emit } from '../../src/model/evidence.ts';
import { createCdpReader } from '../../src/sources/cdp/cdp-reader.ts';
import { readHar } from '../../src/sources/har/read-har.ts';
import { createNetLogReader } from '../../src/sources/netlog/netlog-reader.ts';
import { buildCapture } from '../../src/testing/build-capture.ts';
import { captureOf } from '../../src/testing/fixtures.ts';

/** One way to analyse a run, named after its evidence. */
export interface Source {
  readonly name: string;
  analyse(recording: Recording): Analysis;
}

const BROWSER = { name: 'Chromium', version: '' };

function emitCdp({ cdp }: Recording, emit: Emit): void {
  const reader = createCdpReader(emit, { browser: BROWSER });
  for (const { method, params } of cdp) reader.message(method, params);
}

function emitJournal({ extension }: Recording, emit: Emit): void {
  for (const event of extension.journal) emit(event);
}

export const NETLOG: Source = {
  name: 'NetLog',
  analyse: ({ netLog }) => analyze(captureOf(createNetLogReader, netLog)),
};

/** The sources that the panel has by default. */
export const PANEL: Source = {
  name: 'HAR and webRequest (the panel)',
  analyse: (recording) => analyze(buildCapture((emit) => emitJournal(recording, emit))),
};

/** The one that knows most first. */
export const SOURCES: readonly [Source, ...Source[]] = [
  NETLOG,
  {
    name: 'HAR, webRequest and CDP (Deep capture)',
    analyse: (recording) =>
      analyze(
        buildCapture((emit) => {
          emitJournal(recording, emit);
          emitCdp(recording, emit);
        }),
      ),
  },
  PANEL,
  {
    name: 'HAR alone',
    analyse: ({ extension }) => analyze(buildCapture((emit) => readHar(extension.har, emit))),
  },
  {
    name: 'CDP alone',
    analyse: (recording) => analyze(buildCapture((emit) => emitCdp(recording, emit))),
  },
];
