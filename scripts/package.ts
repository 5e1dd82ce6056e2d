// `npm run package`: builds the extension for both browsers, checks it, and makes the zips for the stores, and the
// archive of the sources that Firefox's store asks for. The same sources give the same bytes.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Zippable, zipSync } from 'fflate';
import type { Browser } from '../extension/manifest.ts';
import { checkExtension, filesOf } from './extension/check.ts';
import { lint } from './extension/lint.ts';
import { sourceFiles } from './extension/source-files.ts';
import { command } from './steps/step.ts';

/** Zip holds local times from 1980 on and no time zone, so this one is the same everywhere. */
const MTIME = new Date(1980, 0, 1);
const MODES: Readonly<Record<Browser, string>> = { chrome: 'production', firefox: 'firefox' };

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const wrong = [...(await packageFor('chrome')), ...(await packageFor('firefox'))];
for (const what of wrong) console.error(what);
if (wrong.length > 0) process.exitCode = 1;
else writeZip(`dist/coalescope-source-${version}.zip`, sourceFiles());

/** Builds, checks and writes the zip of one browser. Returns what is wrong; there is no zip then. */
async function packageFor(browser: Browser): Promise<string[]> {
  const folder = `dist/${browser}`;
  const built = await command(browser, 'vite', 'build', '--mode', MODES[browser], '--logLevel', 'warn');
  if (built.failed > 0) return [`The extension for ${browser} does not build.`];
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

/** Chrome's store assigns the extension's id and refuses a manifest that has a key of its own. */
function storeManifest(folder: string): Uint8Array {
  const { key: _ours, ...manifest } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  return new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`);
}
