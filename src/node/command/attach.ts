import { join } from 'node:path';
import { CaptureBuilder } from '../../model/builder/builder.ts';
import type { Problem } from '../../model/capture.ts';
import type { Emit, Evidence } from '../../model/evidence.ts';
import { socketAddress } from '../../model/socket-address.ts';
import { createTraceProtoReader } from '../../sources/chrome-trace/protobuf-trace-reader.ts';
import { type EndpointClient, EndpointError } from '../../sources/endpoint/client.ts';
import { startNetLogTrace } from '../../sources/endpoint/netlog-trace.ts';
import { listenToPages } from '../../sources/endpoint/pages.ts';
import { connectToBrowser } from '../browser/web-socket.ts';
import { InputError } from '../input/read-input.ts';
import { readCertificate } from '../input/x509.ts';
import type { LiveOptions } from '../options/recording-options.ts';
import { writeFileWhole } from '../output/write-output.ts';
import { Interrupt } from '../recording/interrupt.ts';
import { howItEnds, recordingEnd } from '../recording/recording-end.ts';
import { makeFolder, writeRecording } from '../recording/recording-files.ts';
import { traceOf } from '../recording/trace.ts';
import { inTime, TimeLeft, within } from '../time-left.ts';
import { type Complain, EXIT, type Exit, orComplain } from './exit.ts';

/**
 * Runs `coalescope attach`: records a running browser through its debugging port until Ctrl-C or until it is closed,
 * then writes its trace, an annotated HAR and the reports to a folder.
 */
export async function runAttach(options: LiveOptions, complain: Complain): Promise<Exit> {
  const interrupt = new Interrupt(complain);
  try {
    return await orComplain(complain, () => attach(options, interrupt, complain));
  } finally {
    interrupt.dispose();
  }
}

async function attach(options: LiveOptions, interrupt: Interrupt, complain: Complain): Promise<Exit> {
  const { host, port, timeoutMs } = options;
  const place = socketAddress({ address: host, port });
  const time = new TimeLeft(timeoutMs);
  const client = await interrupt.before(connectToBrowser(host, port, time));
  try {
    const builder = new CaptureBuilder();
    const emit = (evidence: Evidence) => builder.apply(evidence);
    const late = (ms: number) => `${place}: the browser does not respond ${within(ms)}`;
    await interrupt.before(inTime(startRecording(client, emit), time, late));
    const { path: folder } = await makeFolder(options.output, `${host}-${port}`);
    complain(`recording the browser at ${place}; ${howItEnds(options, false)}`);
    await recordingEnd(client, interrupt, options);
    const lost = await takeTrace(client, emit, { path: join(folder, TRACE), timeoutMs });
    const exit = await writeRecording(folder, place, builder.snapshot(), options);
    if (lost !== null) complain(lost.message);
    complain(
      `wrote ${lost === null ? `${TRACE}, ` : ''}capture.har, report.json and report.txt to ${folder}`,
    );
    return lost?.code === 'trace-unreadable' ? EXIT.unreadable : exit;
  } finally {
    client.close();
  }
}

async function startRecording(client: EndpointClient, emit: Emit): Promise<void> {
  await startNetLogTrace(client);
  await listenToPages(client, { emit });
}

/** A trace in protobuf format, which Perfetto's viewer also opens. */
const TRACE = 'netlog.pftrace';

/** A full trace of 256 MB takes a browser a few seconds on an idle machine. */
const TRACE_PATIENCE = 3;

interface TraceOptions {
  readonly path: string;
  /** The browser must return the next piece within this time. */
  readonly timeoutMs: number;
}

/**
 * Reads the browser's trace and writes it unchanged. When it cannot be read, returns the problem and emits it: the
 * capture then has what the pages reported, but not what only the browser's own log contains.
 */
async function takeTrace(client: EndpointClient, emit: Emit, options: TraceOptions): Promise<Problem | null> {
  let isClosed = false;
  void client.closed.then(() => {
    isClosed = true;
  });
  let pieces: Uint8Array[];
  try {
    pieces = await traceOf(client, TRACE_PATIENCE * options.timeoutMs);
  } catch (error) {
    if (!(error instanceof EndpointError || error instanceof InputError)) throw error;
    const problem = isClosed ? CLOSED_TOO_EARLY : unreadable(error.message);
    emit({ kind: 'problem', problem });
    return problem;
  }
  const reader = createTraceProtoReader(emit, { readCertificate });
  for (const bytes of pieces) reader.push(bytes);
  reader.end();
  await writeFileWhole(options.path, pieces, { isPrivate: true });
  return null;
}

const CLOSED_TOO_EARLY: Problem = {
  code: 'trace-lost',
  message:
    'The browser was closed before its own log could be read, so hidden attempts are inferred. Stop the recording with Ctrl-C before you close the browser.',
};

function unreadable(why: string): Problem {
  const message = `The browser's own log could not be read, so hidden attempts are inferred (${why})`;
  return { code: 'trace-unreadable', message };
}
