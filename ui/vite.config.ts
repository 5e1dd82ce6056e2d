import { defineConfig } from 'vite';

/** Builds the panel as an ordinary page. The extension has a build of its own. */
export default defineConfig({
  root: new URL('./shells/page', import.meta.url).pathname,
  // Relative, so that the page works in any folder of a site.
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es' },
  build: { outDir: new URL('../dist/page', import.meta.url).pathname, emptyOutDir: true, target: 'es2022' },
});
