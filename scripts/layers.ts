// `npm run layers`: does every import run downwards in the house?
import { globSync } from 'tinyglobby';
import { checkLayers } from './layers/check.ts';

const files = globSync(
  ['src', 'ui', 'extension', 'e2e', 'scripts', 'bench'].map((root) => `${root}/**/*.{ts,tsx}`),
);
const breaches = checkLayers(files);
for (const breach of breaches) console.error(breach);
console.log(`${files.length} files, ${breaches.length} breaches of the house`);
process.exitCode = breaches.length === 0 ? 0 : 1;
