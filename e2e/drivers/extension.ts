import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { Browser as BrowserName } from '../../extension/manifest.ts';

const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const built = new Map<BrowserName, Promise<string>>();

/**
 * Builds the extension, once in this process, and returns its folder. It is not dist/: a build that
 * somebody starts meanwhile would take the files away from under a running browser.
 */
export function buildExtension(browser: BrowserName = 'chrome'): Promise<string> {
  const known = built.get(browser);
  const build = known ?? buildInto(mkdtempSync(join(tmpdir(), `coalescope-extension-${browser}-`)), browser);
  built.set(browser, build);
  return build;
}

async function buildInto(outDir: string, browser: BrowserName): Promise<string> {
  process.once('exit', () => rmSync(outDir, { recursive: true, force: true }));
  const options = {
    configFile: root('vite.config.ts'),
    mode: browser === 'firefox' ? 'firefox' : 'production',
    logLevel: 'error',
  } as const;
  await build({ root: root(''), ...options, build: { outDir, emptyOutDir: true } });
  return outDir;
}
