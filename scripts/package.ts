// `npm run package`: builds the extension, checks it, and makes the zip for Chrome's store. The same sources give
// the same bytes.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Zippable, zipSync } from 'fflate';
import { checkExtension, filesOf } from './extension/check.ts';
import { lint } from './extension/lint.ts';
import { tool } from './test/stage.ts';

const FOLDER = 'dist/chrome';
/** Zip knows local times only, from 1980 on: this one is the same everywhere. */
const MTIME = new Date(1980, 0, 1);

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const built = tool('vite', 'build', '--logLevel', 'warn');
const wrong = built ? [...checkExtension(FOLDER, version), ...lint(FOLDER)] : ['It does not build.'];
for (const what of wrong) console.error(what);

if (wrong.length > 0) process.exitCode = 1;
else {
  const target = `dist/coalescope-chrome-${version}.zip`;
  mkdirSync(dirname(target), { recursive: true });
  const zip = zipSync(contents(), { level: 9, mtime: MTIME });
  writeFileSync(target, zip);
  console.log(`${target}: ${zip.length} bytes, ${filesOf(FOLDER).length} files`);
}

function contents(): Zippable {
  return Object.fromEntries(
    filesOf(FOLDER).map((file) => [
      file,
      file === 'manifest.json' ? storeManifest() : readFileSync(join(FOLDER, file)),
    ]),
  );
}

/** The store gives the extension its id and refuses a manifest that brings one. */
function storeManifest(): Uint8Array {
  const { key: _ours, ...manifest } = JSON.parse(readFileSync(join(FOLDER, 'manifest.json'), 'utf8'));
  return new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`);
}
