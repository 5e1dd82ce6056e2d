import { chmod } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, defineConfig, type InlineConfig } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** One file that needs nothing but Node. CommonJS starts sooner, and V8 can be given what it compiled of it before. */
function file(entry: string, name: string, banner = ''): InlineConfig {
  return {
    root,
    publicDir: false,
    build: {
      ssr: entry,
      target: 'node20',
      outDir: 'dist/cli',
      emptyOutDir: false,
      // Half of the time that it takes to start is for reading the program.
      minify: true,
      rolldownOptions: {
        output: {
          entryFileNames: `${name}.cjs`,
          format: 'cjs',
          // What is imported later lies in it too, not yet run.
          codeSplitting: false,
          // What is given to V8 so has no module loader to import with.
          dynamicImportInCjs: false,
          banner,
        },
      },
    },
    ssr: { noExternal: true },
  };
}

const command = file('src/node/cli.ts', 'command');

/** The command: `dist/cli/coalescope.cjs` starts `command.cjs`. */
export default defineConfig({
  ...command,
  build: { ...command.build, emptyOutDir: true },
  plugins: [
    {
      name: 'launcher',
      async writeBundle({ dir }) {
        if (dir === undefined) return;
        const launcher = file('src/node/launcher/launch.ts', 'coalescope', '#!/usr/bin/env node');
        await build({
          ...launcher,
          configFile: false,
          logLevel: 'error',
          build: { ...launcher.build, outDir: dir },
        });
        await chmod(`${dir}/coalescope.cjs`, 0o755);
      },
    },
  ],
});
