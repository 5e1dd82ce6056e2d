import { expect, test } from 'vitest';
import type { Evidence } from '../model/evidence.ts';
import { boundProblems } from './problems.ts';

function folded(...messages: string[]) {
  const emitted: Evidence[] = [];
  const bounded = boundProblems((evidence) => emitted.push(evidence));
  for (const [index, message] of messages.entries()) {
    bounded.emit({ kind: 'problem', problem: { code: 'bad-entry', message, line: index + 1 } });
  }
  bounded.summarise();
  return emitted.map((evidence) => (evidence.kind === 'problem' ? evidence.problem : null));
}

test('problems of one kind are one, with their number and the place of the first', () => {
  expect(folded('Entry 3 has no URL.', 'Entry 5 is not an object.', 'Entry 12 has no URL.')).toEqual([
    { code: 'bad-entry', message: 'Entry 3 has no URL. This is the first of 2 such problems.', line: 1 },
    { code: 'bad-entry', message: 'Entry 5 is not an object.', line: 2 },
  ]);
});

test('different problems of one code are bounded', () => {
  const names = Array.from({ length: 1_000 }, (_, index) => `Entry ${'x'.repeat(index)} is bad.`);
  expect(folded(...names)).toHaveLength(51);
});

test('other evidence and what follows the summary are emitted immediately', () => {
  const emitted: Evidence[] = [];
  const bounded = boundProblems((evidence) => emitted.push(evidence));
  bounded.emit({ kind: 'problem', problem: { code: 'a', message: 'One.' } });
  bounded.emit({ kind: 'source', source: 'har' });
  expect(emitted.map(({ kind }) => kind)).toEqual(['source']);
  bounded.summarise();
  bounded.emit({ kind: 'problem', problem: { code: 'b', message: 'Two.' } });
  expect(emitted.map(({ kind }) => kind)).toEqual(['source', 'problem', 'problem']);
});
