import { build } from 'vite';
import type { Browser } from '../../extension/manifest.ts';

export interface BuildWatch {
  /** Where the extension is. */
  readonly folder: string;
  /** Stops the watching. */
  close(): Promise<void>;
}

/** Builds the extension immediately and after each change of its files; `built` is called after each build that succeeded. */
export async function watchBuild(browser: Browser, built: () => void): Promise<BuildWatch> {
  const folder = `dist/dev-${browser}`;
  const watcher = await build({
    mode: browser === 'firefox' ? 'firefox' : 'production',
    logLevel: 'warn',
    // Not emptied, because the browser may still read the build before.
    build: { outDir: folder, emptyOutDir: false, watch: {}, minify: false, sourcemap: 'inline' },
  });
  if (!('on' in watcher)) throw new Error('Vite did not start to watch.');
  let started = 0;
  watcher.on('event', async (event) => {
    if (event.code === 'START') started = performance.now();
    if (event.code === 'BUNDLE_END' || event.code === 'ERROR') await event.result?.close();
    if (event.code !== 'END') return;
    console.log(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
    built();
  });
  return { folder, close: () => watcher.close() };
}
