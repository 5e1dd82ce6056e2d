// `npm run package`: builds the extension for both browsers, checks it, and makes the zips for the stores, and the
// archive of the sources that Firefox' store asks for. The same sources give the same bytes.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Zippable, zipSync } from 'fflate';
import type { Browser } from '../extension/manifest.ts';
import { checkExtension, filesOf } from './extension/check.ts';
import { lint } from './extension/lint.ts';
import { sourceFiles } from './extension/source-files.ts';
import { tool } from './test/stage.ts';

/** Zip knows local times only, from 1980 on: this one is the same everywhere. */
const MTIME = new Date(1980, 0, 1);
const MODES: Readonly<Record<Browser, string>> = { chrome: 'production', firefox: 'firefox' };

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const wrong = [...packageFor('chrome'), ...packageFor('firefox')];
for (const what of wrong) console.error(what);
if (wrong.length > 0) process.exitCode = 1;
else writeZip(`dist/coalescope-source-${version}.zip`, sourceFiles());

/** Answers what is wrong; without anything there is a zip. */
function packageFor(browser: Browser): string[] {
  const folder = `dist/${browser}`;
  if (!tool('vite', 'build', '--mode', MODES[browser], '--logLevel', 'warn')) return ['It does not build.'];
  const found = [...checkExtension(folder, browser, version), ...lint(folder, browser)];
  if (found.length === 0) writeZip(`dist/coalescope-${browser}-${version}.zip`, contents(folder));
  return found;
}

function writeZip(target: string, files: Zippable): void {
  mkdirSync(dirname(target), { recursive: true });
  const zip = zipSync(files, { level: 9, mtime: MTIME });
  writeFileSync(target, zip);
  console.log(`${target}: ${zip.length} bytes, ${Object.keys(files).length} files`);
}

function contents(folder: string): Zippable {
  return Object.fromEntries(
    filesOf(folder).map((file) => [
      file,
      file === 'manifest.json' ? storeManifest(folder) : readFileSync(join(folder, file)),
    ]),
  );
}

/** Chrome's store gives the extension its id and refuses a manifest that brings one. */
function storeManifest(folder: string): Uint8Array {
  const { key: _ours, ...manifest } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  return new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`);
}
