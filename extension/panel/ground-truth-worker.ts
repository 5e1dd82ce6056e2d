import { CaptureBuilder } from '../../src/model/builder/builder.ts';
import { createTraceProtoReader } from '../../src/sources/chrome-trace/protobuf-trace-reader.ts';
import { type EndpointClient, EndpointError } from '../../src/sources/endpoint/client.ts';
import { endNetLogTrace, startNetLogTrace } from '../../src/sources/endpoint/netlog-trace.ts';
import { readCertificate } from '../../src/sources/x509.ts';
import { connectToThisBrowser } from './debugging-port.ts';
import type { FromGroundTruth, ToGroundTruth } from './ground-truth-messages.ts';

// Records the browser's own log and parses it in a web worker. The log has megabytes, and the panel stays responsive.

let recording: Promise<EndpointClient> | null = null;

addEventListener('message', ({ data }: MessageEvent<ToGroundTruth>) => {
  const work = data.type === 'start' ? start(data.port) : stop();
  work.catch((error: unknown) => {
    // An EndpointError has a sentence for the user. Any other error is a bug, and is shown unchanged.
    if (!(error instanceof EndpointError)) console.error(error);
    post({ type: 'failed', reason: error instanceof Error ? error.message : String(error) });
  });
});

function post(message: FromGroundTruth): void {
  postMessage(message);
}

async function start(port: number): Promise<void> {
  recording = connectToThisBrowser(port);
  await startNetLogTrace(await recording);
  post({ type: 'recording' });
  const client = await recording;
  await client.closed;
  if (recording !== null) throw new EndpointError('The browser ended the recording.');
}

async function stop(): Promise<void> {
  const client = await recording;
  if (client === null) return;
  const builder = new CaptureBuilder();
  const reader = createTraceProtoReader((evidence) => builder.apply(evidence), { readCertificate });
  await endNetLogTrace(client, (bytes) => reader.push(bytes));
  reader.end();
  recording = null;
  client.close();
  post({ type: 'log', log: builder.snapshot() });
}
