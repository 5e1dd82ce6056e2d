import { expect, test } from 'vitest';
import { joinedWords } from './ground-truth-text.ts';

test('each number other than 0 is named, in singular and plural', () => {
  expect(joinedWords({ confirmed: 12, corrected: 0, found: 0, open: 0 })).toBe(
    '12 statements are now observed.',
  );
  expect(joinedWords({ confirmed: 1, corrected: 1, found: 1, open: 1 })).toBe(
    '1 statement is now observed; 1 was wrong and was corrected; 1 attempt that no source had shown was found; 1 is unchanged: its request is not in the log.',
  );
  expect(joinedWords({ confirmed: 0, corrected: 2, found: 3, open: 4 })).toBe(
    '0 statements are now observed; 2 were wrong and were corrected; 3 attempts that no source had shown were found; 4 are unchanged: their requests are not in the log.',
  );
});
