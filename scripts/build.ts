// `npm run build`: the extension for both browsers, the ordinary page and the command, all into dist/.
import { buildAll } from './steps/build.ts';
import { step } from './steps/step.ts';

const { failed } = await step('build', buildAll);
process.exitCode = failed === 0 ? 0 : 1;
