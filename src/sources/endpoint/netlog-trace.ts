import { base64Decode } from '@bufbuild/protobuf/wire';
import { asBoolean, asString } from '../json.ts';
import type { EndpointClient } from './client.ts';
import { EndpointError } from './client.ts';

/**
 * Chromium's network log through its tracing (`Tracing` of the DevTools protocol, category `netlog`), which only
 * the *browser* target gives: on a page's, the network process is left out. The protobuf form keeps the numbers
 * that tie the events together; the JSON form loses them (chrome-trace/reader.ts).
 */
const START = {
  transferMode: 'ReturnAsStream',
  streamFormat: 'proto',
  // In KB. About 1 MB holds a hundred requests; when it is full, the oldest events go.
  traceConfig: {
    recordMode: 'recordContinuously',
    traceBufferSizeInKb: 256 * 1024,
    includedCategories: ['netlog'],
    excludedCategories: ['*'],
  },
};

/** Characters of one piece, so that no message is too large for the line. */
const PIECE = 1 << 20;

/** @throws EndpointError (rejects) when the browser does not trace, or somebody else traces it already */
export async function startNetLogTrace(client: EndpointClient): Promise<void> {
  await client.command('Tracing.start', START);
}

/**
 * Ends the trace and gives its bytes in order (`createTraceProtoReader` reads them).
 * @throws EndpointError (rejects) when the browser goes away meanwhile
 */
export async function endNetLogTrace(
  client: EndpointClient,
  take: (bytes: Uint8Array) => void,
): Promise<void> {
  const handle = await endedTrace(client);
  for (let eof = false; !eof; ) {
    const piece = await client.command('IO.read', { handle, size: PIECE });
    const data = asString(piece.data) ?? '';
    // A trace is no text, so the browser always packs it.
    if (data !== '' && asBoolean(piece.base64Encoded) === true) take(base64Decode(data));
    eof = asBoolean(piece.eof) ?? true;
  }
  await client.command('IO.close', { handle });
}

/** The stream in which the trace lies. */
async function endedTrace(client: EndpointClient): Promise<string> {
  let stop = (): void => undefined;
  const complete = new Promise<string>((resolve, reject) => {
    stop = client.listen(({ method, params }) => {
      if (method !== 'Tracing.tracingComplete') return;
      const stream = asString(params.stream);
      if (stream === null)
        reject(new EndpointError('The browser gave its trace in no form that can be read.'));
      else resolve(stream);
    });
    void client.closed.then(() =>
      reject(new EndpointError('The browser was closed before it gave its trace.')),
    );
  });
  try {
    const [stream] = await Promise.all([complete, client.command('Tracing.end')]);
    return stream;
  } finally {
    stop();
  }
}
