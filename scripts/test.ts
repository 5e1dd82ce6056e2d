// `npm test`: all checks. It continues after a failure, so that one run shows all of them; the last line counts
// them. `npm test -- unit` (or types, lint, layers, build, package, e2e) runs only that step.
import { LOGS } from './bootstrap/steps.mjs';
import { buildAll } from './steps/build.ts';
import { command, step } from './steps/step.ts';
import { add, NOTHING, type Tally } from './steps/tally.ts';
import { leftOut } from './test/left-out.ts';
import { endToEndTests, unitTests } from './test/runners.ts';
import { TYPES } from './test/types.ts';

const STEPS: Readonly<Record<string, () => Promise<Tally>>> = {
  types: () => command('types', ...TYPES),
  lint: () => command('lint', 'biome', 'ci', '--error-on-warnings', '.'),
  layers: () => command('layers', 'tsx', 'scripts/layers.ts'),
  build: () => step('build', buildAll),
  package: () => command('package', 'tsx', 'scripts/package.ts'),
  unit: () => step('unit', unitTests),
  e2e: async () => (process.env.CHROME_PATH ? step('e2e', endToEndTests) : NOTHING),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => STEPS[name] === undefined);
if (unknown.length > 0) {
  console.error(`There is no step ${unknown.join(', ')}. The steps are ${Object.keys(STEPS).join(', ')}.`);
  process.exit(2);
}

let total = NOTHING;
const failed: string[] = [];
for (const [name, run] of Object.entries(STEPS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const tally = await run();
  if (tally.failed > 0) failed.push(name);
  total = add(total, tally);
}
process.exitCode = total.failed === 0 ? 0 : 1;
console.log('');
for (const what of leftOut(asked)) console.log(`Skipped: ${what}`);
console.log(`The output of every step is in ${LOGS}.`);
if (failed.length > 0) console.log(`Repeat what failed: npm test -- ${failed.join(' ')}`);
console.log(`${total.passed} passed, ${total.failed} failed`);
