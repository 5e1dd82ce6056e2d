import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { CaptureBuilder } from '../model/builder/builder.ts';
import type { Capture } from '../model/capture.ts';
import type { Emit, SourceReader } from '../model/evidence.ts';
import type { CertificateReaderOptions } from '../sources/certificates.ts';
import { readCertificate } from '../sources/x509.ts';
import { bytesOf, chunksOf, decode } from './bytes.ts';

const FIXTURES = new URL('../sources/fixtures/', import.meta.url);

/** The runs of Chromium in `src/sources/fixtures/chromium`, each with `netlog`, `har` and `truth`. */
export const CHROMIUM_RUNS = ['101', '102', '103', '104', '105', '106', '107', '108', '109', '110'] as const;

/** A fixture, unpacked: `netlog/traced.trace.gz`. */
export function readFixtureBytes(name: string): Uint8Array {
  const bytes = readFileSync(new URL(name, FIXTURES));
  return new Uint8Array(name.endsWith('.gz') ? gunzipSync(bytes) : bytes);
}

/** Text of a fixture, unpacked: `chromium/101.netlog.json.gz`, `dialects/cdp.json.gz`. */
export function readFixtureText(name: string): string {
  const bytes = readFixtureBytes(name);
  return decode(bytes, 0, bytes.length);
}

/** The capture that a source reads from a text. */
export function captureOf(
  reader: (emit: Emit, options: CertificateReaderOptions) => SourceReader,
  text: string,
  chunkSize = Number.POSITIVE_INFINITY,
): Capture {
  const builder = new CaptureBuilder();
  const source = reader((evidence) => builder.apply(evidence), { decode, readCertificate });
  for (const chunk of chunksOf(bytesOf(text), chunkSize)) source.push(chunk);
  source.end();
  return builder.snapshot();
}
