import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

let built: Promise<string> | null = null;

/**
 * Builds the extension for Chrome, once in this process, and returns its folder. It is not dist/: a build that
 * somebody starts meanwhile would take the files away from under a running browser.
 */
export function buildExtension(): Promise<string> {
  built ??= buildInto(mkdtempSync(join(tmpdir(), 'coalescope-extension-')));
  return built;
}

async function buildInto(outDir: string): Promise<string> {
  process.once('exit', () => rmSync(outDir, { recursive: true, force: true }));
  const options = { configFile: root('vite.config.ts'), mode: 'production', logLevel: 'error' } as const;
  await build({ root: root(''), ...options, build: { outDir, emptyOutDir: true } });
  return outDir;
}
