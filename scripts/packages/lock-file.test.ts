import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type LockedPackages, missingFrom } from './lock-file.ts';

const { packages }: { packages: LockedPackages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));

describe('package-lock.json', () => {
  it('has an entry for every package of every platform, so that npm ci works on each', () => {
    expect(missingFrom(packages)).toEqual([]);
  });

  it.each(['linux-x64', 'darwin-arm64', 'win32-x64'])('has the linter for %s', (platform) => {
    expect(packages).toHaveProperty([`node_modules/@biomejs/cli-${platform}`]);
  });

  it('names no registry', () => {
    const addresses = Object.values(packages).map(({ resolved }) => resolved);
    expect(addresses.filter((address) => address !== undefined)).toEqual([]);
  });
});

describe('missingFrom', () => {
  it('finds an optional package without an entry', () => {
    const locked = {
      '': { devDependencies: { a: '1' } },
      'node_modules/a': { optionalDependencies: { b: '1' } },
    };
    expect(missingFrom(locked)).toEqual(['node_modules/a depends on b, which has no entry']);
  });

  it('searches the folders above, as Node does', () => {
    const locked = {
      '': { dependencies: { a: '1', b: '1' } },
      'node_modules/a': { dependencies: { '@s/c': '1' } },
      'node_modules/a/node_modules/@s/c': { dependencies: { b: '1' } },
      'node_modules/b': {},
    };
    expect(missingFrom(locked)).toEqual([]);
    expect(missingFrom({ ...locked, 'node_modules/b': { dependencies: { '@s/c': '1' } } })).toHaveLength(1);
  });
});
