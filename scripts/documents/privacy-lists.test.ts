import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { privacyLists, withLists } from './privacy-lists.ts';

it('docs/privacy.md has the lists of the code; `npm run documents` writes them', () => {
  const document = readFileSync('docs/privacy.md', 'utf8');
  expect(withLists(document, privacyLists())).toBe(document);
});
