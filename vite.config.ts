import { fileURLToPath } from 'node:url';
import { crx } from '@crxjs/vite-plugin';
import { defineConfig } from 'vite';
import { manifestFor } from './extension/manifest.ts';
import manifest from './manifest.json' with { type: 'json' };

const NO_DEBUGGER = {
  find: './chrome-debugger.ts',
  replacement: fileURLToPath(new URL('extension/background/firefox/no-debugger.ts', import.meta.url)),
};

/** Builds the extension: `vite build` into dist/chrome, `vite build --mode firefox` into dist/firefox. */
export default defineConfig(({ mode }) => {
  const browser = mode === 'firefox' ? 'firefox' : 'chrome';
  return {
    plugins: [crx({ manifest: manifestFor(browser, manifest), browser })],
    // Firefox has no debugger API, and its store warns of what asks for one.
    resolve: { alias: browser === 'firefox' ? [NO_DEBUGGER] : [] },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    // Nothing is copied as it is: what ships is what something imports.
    publicDir: false,
    build: {
      outDir: `dist/${browser}`,
      emptyOutDir: true,
      target: browser === 'firefox' ? 'firefox142' : 'chrome125',
      modulePreload: false,
      rolldownOptions: {
        // Pages that no manifest key names: DevTools and the toolbar button open them by their address.
        input: ['extension/panel/panel.html', 'extension/page/page.html'],
      },
    },
    worker: { format: 'es' },
  };
});
