// `npm run layers`: checks that every import runs downwards through the floors of the code.
import { globSync } from 'tinyglobby';
import { checkLayers } from './layers/check.ts';

const files = globSync(
  ['src', 'ui', 'extension', 'e2e', 'scripts', 'bench'].map((root) => `${root}/**/*.{ts,tsx}`),
);
const breaches = checkLayers(files);
for (const breach of breaches) console.error(breach);
console.log(`${files.length} files, ${breaches.length} imports run the wrong way`);
process.exitCode = breaches.length === 0 ? 0 : 1;
