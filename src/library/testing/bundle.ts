import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const LIBRARY = fileURLToPath(new URL('../../index.ts', import.meta.url));

/** The library in one file without imports: a module, or a script that sets the global `coalescope`. */
export async function bundleLibrary(format: 'es' | 'iife'): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: { write: false, minify: false, lib: { entry: LIBRARY, formats: [format], name: 'coalescope' } },
  });
  const [first] = Array.isArray(built) ? built : [built];
  const chunk = first !== undefined && 'output' in first ? first.output[0] : undefined;
  if (chunk === undefined) throw new Error('nothing was built');
  return chunk.code;
}
