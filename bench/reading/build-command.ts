import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Builds the command as it is shipped, into `folder`; answers its file. */
export async function buildCommand(folder: string): Promise<string> {
  const configFile = fileURLToPath(new URL('../../src/node/vite.config.ts', import.meta.url));
  await build({ configFile, logLevel: 'error', build: { outDir: folder } });
  return `${folder}/coalescope.cjs`;
}
