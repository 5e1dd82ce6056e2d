import { chmod } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, defineConfig, type InlineConfig } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Bundles into one file that needs only Node. CommonJS starts faster, and V8 can load its compiled code from a cache. */
function file(entry: string, name: string, banner = ''): InlineConfig {
  return {
    root,
    publicDir: false,
    build: {
      ssr: entry,
      target: 'node20',
      outDir: 'dist/cli',
      emptyOutDir: false,
      // Half of the startup time is reading the program.
      minify: true,
      rolldownOptions: {
        output: {
          entryFileNames: `${name}.cjs`,
          format: 'cjs',
          // Dynamic imports are in the same file; they run when they are first imported.
          codeSplitting: false,
          // Code that is run through `vm.Script` has no module loader to import with.
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
