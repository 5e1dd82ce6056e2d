import { expect, test } from 'vitest';
import { reasonsText } from './labels.ts';

test('a reason that no source shows is stated as what the rules of browsers demand', () => {
  const why = ['certificate-name', 'same-address'] as const;
  expect(reasonsText(why, 'observed')).toBe(
    'its certificate names the host, the host resolves to the same address',
  );
  expect(reasonsText(why, 'derived')).toBe(
    'by the browser’s rules, its certificate names the host and the host resolves to the same address',
  );
});
