import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkExtension } from './check.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'coalescope-check-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const MANIFEST = {
  manifest_version: 3,
  version: '1.0.0',
  permissions: ['webRequest', 'storage', 'debugger'],
  devtools_page: 'a/page.html',
};

function write(files: Record<string, string>, manifest: object = MANIFEST): string[] {
  for (const [name, text] of Object.entries({ 'manifest.json': JSON.stringify(manifest), ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return checkExtension(folder, 'chrome', '1.0.0');
}

const PAGE = '<script type="module" src="/b.js"></script>';

test('a sound extension passes', () => {
  expect(write({ 'a/page.html': PAGE, 'b.js': 'devtools.eval("1")' })).toEqual([]);
});

test.each([
  [
    'one more permission',
    { 'a/page.html': '' },
    { ...MANIFEST, permissions: ['tabs'] },
    /Permissions are tabs/,
  ],
  ['another version', { 'a/page.html': '' }, { ...MANIFEST, version: '2.0.0' }, /of 2\.0\.0/],
  ['a missing file', {}, MANIFEST, /names a\/page\.html/],
  [
    'a missing file that is named deep inside',
    { 'a/page.html': '' },
    { ...MANIFEST, action: { default_icon: { 16: 'icons/16.png' } } },
    /names icons\/16\.png/,
  ],
  ['a door for web pages', { 'a/page.html': '' }, { ...MANIFEST, externally_connectable: {} }, /could reach/],
  [
    'remote code',
    { 'a/page.html': '<script src="https://cdn.test/x.js"></script>' },
    MANIFEST,
    /not in the package/,
  ],
  ['code from text', { 'a/page.html': PAGE, 'b.js': 'new Function("x")' }, MANIFEST, /makes code from text/],
])('%s is found', (_what, files, manifest, expected) => {
  expect(write(files, manifest)).toEqual([expect.stringMatching(expected)]);
});
