import { CaptureBuilder } from '../model/builder/builder.ts';
import type { AttemptRecord, Capture, EvidenceSource } from '../model/capture.ts';
import type { ConnectionEvidence, Evidence, RequestFacts } from '../model/evidence.ts';

const URL_A = 'https://a.test/x';

/** Evidence of a request, with a default URL. */
export function request(
  source: EvidenceSource,
  key: string,
  facts: RequestFacts = {},
  url = URL_A,
): Evidence {
  return { kind: 'request', source, key, url, method: 'GET', facts };
}

export function attempt(
  source: EvidenceSource,
  key: string,
  index: number | 'final',
  facts: Partial<AttemptRecord>,
): Evidence {
  return { kind: 'attempt', source, key, index, facts };
}

export function connection(source: EvidenceSource, id: string, facts: ConnectionEvidence['facts']): Evidence {
  return { kind: 'connection', source, id, facts };
}

export function build(...evidence: Evidence[]): CaptureBuilder {
  const builder = new CaptureBuilder();
  for (const one of evidence) builder.apply(one);
  return builder;
}

/** The capture that a builder makes from evidence in this order. */
export const capture = (...evidence: Evidence[]): Capture => build(...evidence).snapshot();
