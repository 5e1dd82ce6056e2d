import { join } from 'node:path';
import { CaptureBuilder } from '../../model/builder/builder.ts';
import type { Emit, Evidence } from '../../model/evidence.ts';
import { createTraceProtoReader } from '../../sources/chrome-trace/protobuf-trace-reader.ts';
import { type EndpointClient, EndpointError } from '../../sources/endpoint/client.ts';
import { endNetLogTrace, startNetLogTrace } from '../../sources/endpoint/netlog-trace.ts';
import { listenToPages } from '../../sources/endpoint/pages.ts';
import { connectToBrowser } from '../browser/web-socket.ts';
import { readCertificate } from '../input/x509.ts';
import type { LiveOptions } from '../options/recording-options.ts';
import { writeFileWhole } from '../output/write-output.ts';
import { howItEnds, Interrupt, recordingEnd } from '../recording/recording-end.ts';
import { makeFolder, writeRecording } from '../recording/recording-files.ts';
import { type Complain, type Exit, orComplain } from './exit.ts';

/**
 * Runs `coalescope attach`: records a running browser through its debugging port until Ctrl-C or until it is closed,
 * then writes its trace, an annotated HAR and the reports to a folder.
 */
export async function runAttach(options: LiveOptions, complain: Complain): Promise<Exit> {
  const interrupt = new Interrupt();
  try {
    return await orComplain(complain, () => attach(options, interrupt, complain));
  } finally {
    interrupt.dispose();
  }
}

async function attach(options: LiveOptions, interrupt: Interrupt, complain: Complain): Promise<Exit> {
  const { host, port } = options;
  const client = await connectToBrowser(host, port);
  try {
    const folder = await makeFolder(options.output, `${host}-${port}`);
    const builder = new CaptureBuilder();
    const emit = (evidence: Evidence) => builder.apply(evidence);
    await startNetLogTrace(client);
    await listenToPages(client, { emit });
    complain(`recording the browser at ${host}:${port}; ${howItEnds(options, false)}`);
    await recordingEnd(client, interrupt, options);
    const written = await takeTrace(client, emit, join(folder, TRACE));
    const exit = await writeRecording(folder, `${host}:${port}`, builder.snapshot(), options);
    complain(`wrote ${written ? `${TRACE}, ` : ''}capture.har, report.json and report.txt to ${folder}`);
    return exit;
  } finally {
    client.close();
  }
}

/** A trace in protobuf format, which Perfetto's viewer also opens. */
const TRACE = 'netlog.pftrace';

/**
 * Reads the browser's trace and writes it unchanged. Returns false, and emits a problem, when the browser has been
 * closed: the capture then has what its pages reported, but not what only its own log contains.
 */
async function takeTrace(client: EndpointClient, emit: Emit, path: string): Promise<boolean> {
  const pieces: Uint8Array[] = [];
  try {
    await endNetLogTrace(client, (bytes) => pieces.push(bytes));
  } catch (error) {
    if (!(error instanceof EndpointError)) throw error;
    const message =
      'The browser was closed before its own log could be read, so hidden attempts are inferred. Stop the recording with Ctrl-C before you close the browser.';
    emit({ kind: 'problem', problem: { code: 'trace-lost', message } });
    return false;
  }
  const reader = createTraceProtoReader(emit, { readCertificate });
  for (const bytes of pieces) reader.push(bytes);
  reader.end();
  await writeFileWhole(path, pieces);
  return true;
}
