import { expect, test } from 'vitest';
import { commandLine, isChromium } from './command-line.ts';

const ORIGIN = 'chrome-extension://abc';
const FLAGS = `--remote-debugging-port=9333 --remote-allow-origins=${ORIGIN} --user-data-dir=`;

function line(platform: string, ...brands: string[]): string {
  const userAgentData = { platform, brands: brands.map((brand) => ({ brand })) };
  return commandLine(9333, ORIGIN, { userAgent: '', userAgentData });
}

test('the command starts the same browser, in the syntax of the system’s shell', () => {
  expect(line('Linux', 'Not A(Brand', 'Chromium')).toBe(`chromium ${FLAGS}"$HOME/coalescope-profile"`);
  expect(line('Linux', 'Chromium', 'Google Chrome')).toMatch(/^google-chrome --/);
  expect(line('macOS', 'Chromium', 'Google Chrome')).toMatch(/^open -na "Google Chrome" --args --remote/);
  expect(line('Windows', 'Chromium', 'Google Chrome')).toMatch(
    /^start chrome .*="%USERPROFILE%\\coalescope-profile"$/,
  );
});

test('Firefox is not recognised as Chromium', () => {
  expect(isChromium({ userAgent: 'Mozilla/5.0 … Firefox/140.0' })).toBe(false);
});
