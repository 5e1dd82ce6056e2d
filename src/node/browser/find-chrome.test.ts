import { describe, expect, it } from 'vitest';
import { InputError } from '../input/read-input.ts';
import { findChrome, type Machine } from './find-chrome.ts';

function machine(programs: readonly string[], over: Partial<Machine> = {}): Machine {
  return {
    platform: 'linux',
    env: { PATH: '/usr/local/bin::/usr/bin' },
    home: '/home/ann',
    isProgram: (path) => programs.includes(path),
    ...over,
  };
}

describe('the browser to start', () => {
  it('is the one that was named, then the one in CHROME_PATH', () => {
    const env = { PATH: '/usr/bin', CHROME_PATH: '/opt/chrome' };
    const both = machine(['/x/chrome', '/opt/chrome', '/usr/bin/chromium'], { env });
    expect(findChrome('/x/chrome', both)).toBe('/x/chrome');
    expect(findChrome(null, both)).toBe('/opt/chrome');
  });

  it.each([
    ['linux', ['/usr/bin/chromium', '/usr/bin/google-chrome'], {}, '/usr/bin/google-chrome'],
    [
      'darwin',
      ['/home/ann/Applications/Chromium.app/Contents/MacOS/Chromium'],
      {},
      '/home/ann/Applications/Chromium.app/Contents/MacOS/Chromium',
    ],
    [
      'win32',
      ['C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe'],
      { 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' },
      'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    ],
  ] as const)('is found in the usual places of %s', (platform, programs, env, expected) => {
    const env_ = { PATH: '/usr/local/bin:/usr/bin', ...env };
    expect(findChrome(null, machine(programs, { platform, env: env_ }))).toBe(expected);
  });

  it('when none is found, is an error that says what to do', () => {
    expect(() => findChrome(null, machine([]))).toThrow(/--chrome PATH/);
    expect(() => findChrome('/gone', machine(['/usr/bin/chromium']))).toThrow(/--chrome: \/gone/);
    expect(() => findChrome('/gone', machine([]))).toThrow(InputError);
  });
});
