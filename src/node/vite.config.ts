import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The command as one executable file that needs nothing but Node: `dist/cli/coalescope.js`. */
export default defineConfig({
  root,
  publicDir: false,
  build: {
    ssr: 'src/node/cli.ts',
    target: 'node20',
    outDir: 'dist/cli',
    emptyOutDir: true,
    // Half of the time that it takes to start is for reading the program.
    minify: true,
    rolldownOptions: {
      output: {
        entryFileNames: 'coalescope.js',
        format: 'esm',
        banner: '#!/usr/bin/env node',
        // One file: what is imported later lies in it too, not yet run.
        codeSplitting: false,
      },
    },
  },
  ssr: { noExternal: true },
  plugins: [
    {
      name: 'executable',
      async writeBundle({ dir }) {
        const { chmod } = await import('node:fs/promises');
        if (dir !== undefined) await chmod(`${dir}/coalescope.js`, 0o755);
      },
    },
  ],
});
