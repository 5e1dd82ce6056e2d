import { base64Decode } from '@bufbuild/protobuf/wire';
import { asBoolean, asString } from '../json.ts';
import type { EndpointClient } from './client.ts';
import { EndpointError } from './client.ts';

/**
 * Records Chromium's network log through its tracing (`Tracing` of the DevTools protocol, category `netlog`). Only the
 * *browser* target provides it: the trace of a page omits the network process. The protobuf format keeps the numbers
 * that connect the events; the JSON format loses them (chrome-trace/reader.ts).
 */
const START = {
  transferMode: 'ReturnAsStream',
  streamFormat: 'proto',
  // In KB. About 1 MB holds a hundred requests; when the buffer is full, the oldest events are dropped.
  traceConfig: {
    recordMode: 'recordContinuously',
    traceBufferSizeInKb: 256 * 1024,
    includedCategories: ['netlog'],
    excludedCategories: ['*'],
  },
};

/** Characters per piece, so that no message is too large for the transport. */
const PIECE = 1 << 20;

/** @throws EndpointError (rejects) when the browser cannot trace, or is already being traced */
export async function startNetLogTrace(client: EndpointClient): Promise<void> {
  await client.command('Tracing.start', START);
}

/**
 * Ends the trace and passes its bytes in order to `take` (`createTraceProtoReader` reads them).
 * @throws EndpointError (rejects) when the browser closes meanwhile
 */
export async function endNetLogTrace(
  client: EndpointClient,
  take: (bytes: Uint8Array) => void,
): Promise<void> {
  const handle = await endedTrace(client);
  for (let eof = false; !eof; ) {
    const piece = await client.command('IO.read', { handle, size: PIECE });
    const data = asString(piece.data) ?? '';
    // A trace is binary, so the browser always encodes it.
    if (data !== '' && asBoolean(piece.base64Encoded) === true) take(decoded(data));
    eof = asBoolean(piece.eof) ?? true;
  }
  await client.command('IO.close', { handle });
}

function decoded(data: string): Uint8Array {
  try {
    return base64Decode(data);
  } catch (error) {
    throw new EndpointError('The browser returned its trace in a form that cannot be read.', {
      cause: error,
    });
  }
}

/** The stream that contains the trace. */
async function endedTrace(client: EndpointClient): Promise<string> {
  let stop = (): void => undefined;
  const complete = new Promise<string>((resolve, reject) => {
    stop = client.listen(({ method, params }) => {
      if (method !== 'Tracing.tracingComplete') return;
      const stream = asString(params.stream);
      if (stream === null)
        reject(new EndpointError('The browser returned its trace in a form that cannot be read.'));
      else resolve(stream);
    });
    void client.closed.then(() =>
      reject(new EndpointError('The browser was closed before its trace could be read.')),
    );
  });
  try {
    const [stream] = await Promise.all([complete, client.command('Tracing.end')]);
    return stream;
  } finally {
    stop();
  }
}
