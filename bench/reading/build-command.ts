import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Builds the command into `folder` as it is shipped. Returns the path of its file. */
export async function buildCommand(folder: string): Promise<string> {
  const configFile = fileURLToPath(new URL('../../src/node/vite.config.ts', import.meta.url));
  await build({ configFile, logLevel: 'error', build: { outDir: folder } });
  return `${folder}/coalescope.cjs`;
}
