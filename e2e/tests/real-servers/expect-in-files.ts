import { expect } from 'playwright/test';
import { analyze } from '../../../src/analysis/analyze.ts';
import { diagnose } from '../../../src/diagnosis/diagnose.ts';
import type { Finding } from '../../../src/diagnosis/finding.ts';
import type { Capture } from '../../../src/model/capture.ts';
import type { Certainty } from '../../../src/model/certainty.ts';
import { createHarReader } from '../../../src/sources/har/har-reader.ts';
import { createNetLogReader } from '../../../src/sources/netlog/netlog-reader.ts';
import { captureOf } from '../../../src/testing/fixtures.ts';
import type { ServerCase } from '../../servers/cases.ts';

/** The expectations that a file is compared with. */
export type Expected = Pick<ServerCase, 'always' | 'sender' | 'cause' | 'nameless'>;

const NOBODY = { product: null, behind: null };

/** In a HAR, a hidden 421 is inferred and its sender identified; the first attempt of a visible one is derived. */
export function expectInHar(one: Expected, text: string): void {
  const found = findingIn(one, captureOf(createHarReader, text));
  expect(found.certainty).toBe(one.always ? 'derived' : 'inferred');
  expect(found.sender).toMatchObject(one.nameless ? NOBODY : one.sender);
  if (!one.nameless) expect(causesOf(found)).toContain(one.cause);
}

/** A NetLog contains everything about both visits, `?broken` and then `?fixed`. */
export function expectInNetLog(one: Expected, text: string): void {
  const capture = captureOf(createNetLogReader, text);
  expectObserved(one, findingIn(one, capture));
  const after = capture.requests.filter(({ url }) => url.endsWith('?fixed'));
  const statuses = after.map(({ attempts }) => attempts.map(({ status }) => status));
  expect(new Set(statuses.map((each) => each.at(-1)))).toEqual(new Set([200]));
  // A first attempt may have gone to a connection that the server's restart had ended.
  expect(statuses.flat()).not.toContain(421);
}

/** Checks the export of a capture that ground truth has joined. */
export function expectObservedInHar(one: Expected, text: string): void {
  expectObserved(one, findingIn(one, captureOf(createHarReader, text)));
}

function expectObserved(one: Expected, found: Finding): void {
  const observed: Certainty = 'observed';
  expect(found).toMatchObject({ certainty: observed, sender: one.sender });
  expect(causesOf(found)).toContain(one.cause);
}

/** The two most likely ones: where two fit, the card has the test that tells them apart. */
function causesOf({ cause, causes }: Finding): string {
  return [cause, causes[1]?.text].join('\n');
}

function findingIn({ always }: Expected, capture: Capture): Finding {
  const kind = always ? 'misdirected-persistent' : 'misdirected-recovered';
  const findings = diagnose(analyze(capture));
  const found = findings.find((finding) => finding.kind === kind);
  if (found !== undefined) return found;
  const kinds = findings.map((finding) => finding.kind).join(', ');
  const problems = capture.problems.map(({ message }) => message).join(' ');
  throw new Error(`no ${kind} among (${kinds}) in ${capture.requests.length} requests. ${problems}`);
}
