import { expect, it } from 'vitest';
import { showsUtf8 } from './terminal.ts';

it.each([
  [{ LANG: 'en_GB.UTF-8' }, true],
  [{ LANG: 'C.utf8' }, true],
  [{ LANG: 'C' }, false],
  [{}, false],
  [{ LANG: 'en_GB.UTF-8', LC_ALL: 'C' }, false],
  [{ LANG: 'C', LC_CTYPE: 'de_DE.UTF-8' }, true],
  [{ LANG: 'C.UTF-8', LC_ALL: '' }, true],
])('%j shows UTF-8: %s', (environment, expected) => {
  expect(showsUtf8(environment)).toBe(expected);
});
