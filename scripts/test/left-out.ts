import { corpusFolder } from '../../src/testing/corpus.ts';

/** The parts that a run did not test because this machine lacks a requirement. */
export function leftOut(asked: readonly string[]): string[] {
  const runs = (step: string): boolean => asked.length === 0 || asked.includes(step);
  const left: string[] = [];
  if (runs('e2e') && !process.env.CHROME_PATH) left.push('the end-to-end tests, which need Chromium.');
  if (runs('unit') && corpusFolder() === null)
    left.push(
      'tests over whole recordings of public sites, which are read from the folder COALESCOPE_CORPUS.',
    );
  return left;
}
