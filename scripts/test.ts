// `npm test`: everything that must hold. Goes on after a failure, so that one run tells all of them; the last
// line counts them. `npm test -- unit` (or types, lint, layers, build, package, e2e) runs only that.
import { endToEndTests, unitTests } from './test/runners.ts';
import { add, check, NOTHING, type Tally } from './test/stage.ts';

const PROJECTS = ['src', 'src/node', 'ui', 'extension', 'e2e', 'scripts', 'bench'];

const STAGES: Readonly<Record<string, () => Tally>> = {
  types: () => PROJECTS.map((project) => check('tsc', '-p', project)).reduce(add, NOTHING),
  lint: () => check('biome', 'ci', '--error-on-warnings', '.'),
  layers: () => check('tsx', 'scripts/layers.ts'),
  build: () => check('tsx', 'scripts/build.ts'),
  package: () => check('tsx', 'scripts/package.ts'),
  unit: unitTests,
  e2e: () => (process.env.CHROME_PATH ? endToEndTests() : NOTHING),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => STAGES[name] === undefined);
if (unknown.length > 0) {
  console.error(`There is no stage ${unknown.join(', ')}: there are ${Object.keys(STAGES).join(', ')}.`);
  process.exit(2);
}

let total = NOTHING;
for (const [name, stage] of Object.entries(STAGES)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const tally = stage();
  console.log(`${name}: ${tally.passed} passed, ${tally.failed} failed`);
  total = add(total, tally);
}
process.exitCode = total.failed === 0 ? 0 : 1;
console.log(`${total.passed} passed, ${total.failed} failed`);
