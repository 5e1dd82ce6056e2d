import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { Browser as BrowserName } from '../../extension/manifest.ts';

const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const built = new Map<BrowserName, Promise<string>>();

/**
 * Builds the extension, once per process, and returns its folder. It does not use dist/, because another build would
 * replace the files while the browser is running.
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
