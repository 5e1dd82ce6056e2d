import { describe, expect, it } from 'vitest';
import { CaptureBuilder } from '../../model/builder/builder.ts';
import type { RequestFacts } from '../../model/evidence.ts';
import { analyze } from '../analyze.ts';
import type { HiddenAttemptEvidence } from '../browsers/hidden-attempt-evidence.ts';

const HEADERS = [{ name: 'content-type', value: 'text/plain' }];

/** A capture of Firefox with one 421 that the page saw, and what else its sources said of it. */
function evidenceFor(webRequest: RequestFacts, wait: number | null): HiddenAttemptEvidence[] {
  const builder = new CaptureBuilder();
  builder.apply({ kind: 'source', source: 'webrequest', browser: { name: 'Firefox', version: '999' } });
  const named = { key: '1', url: 'https://b.test/', method: 'GET' };
  const facts = { startedAt: 1_000, status: 421, responseHeaders: HEADERS, ...webRequest };
  builder.apply({ kind: 'request', source: 'webrequest', ...named, facts });
  builder.apply({ kind: 'request', source: 'har', ...named, facts: { ...facts, discardedType: null } });
  const none = { queued: null, stalled: 0, proxy: null, dns: null, connect: null, tls: null, receive: 0 };
  const phases = { ...none, send: wait === null ? 10 : 0, wait };
  builder.apply({ kind: 'attempt', source: 'har', key: '1', index: 'final', facts: { status: 421, phases } });
  const { gaps } = analyze(builder.snapshot());
  return gaps.flatMap((gap) => (gap.code === 'hidden-attempts-inferred' ? [gap.evidence] : []));
}

describe('a Firefox that leaves no traces', () => {
  it('is recognised by a 421 that the page saw, because that was sent twice', () => {
    expect(evidenceFor({}, 10)).toEqual(['no-traces']);
  });

  it('is not concluded while one of the two is there', () => {
    expect(evidenceFor({ discardedType: 'text/plain' }, 10)).toEqual(['traces']);
    expect(evidenceFor({}, null)).toEqual(['traces']);
  });

  it('is not concluded from a response without a type, which could not show one of the traces', () => {
    expect(evidenceFor({ responseHeaders: [{ name: 'server', value: 'x' }] }, 10)).toEqual(['traces']);
  });
});
