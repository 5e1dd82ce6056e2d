import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

// Not `URL.pathname`, which is no path on Windows.
const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Builds the panel as an ordinary page. The extension has a build of its own. */
export default defineConfig({
  root: path('./shells/page'),
  // Relative, so that the page works in any folder of a site.
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es' },
  build: { outDir: path('../dist/page'), emptyOutDir: true, target: 'es2022' },
});
