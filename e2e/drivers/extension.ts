import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Builds the extension for Chrome and returns its folder. */
export async function buildExtension(): Promise<string> {
  await build({ root: root(''), configFile: root('vite.config.ts'), mode: 'production', logLevel: 'error' });
  return root('dist/chrome');
}
