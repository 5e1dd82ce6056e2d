// `npm run build`: the extension for both browsers, the ordinary page and the command, all into dist/.
import { add, check, NOTHING } from './test/stage.ts';

const built = [
  check('vite', 'build', '--logLevel', 'warn'),
  check('vite', 'build', '--mode', 'firefox', '--logLevel', 'warn'),
  check('vite', 'build', '-c', 'ui/vite.config.ts', '--logLevel', 'warn'),
  check('vite', 'build', '-c', 'src/node/vite.config.ts', '--logLevel', 'warn'),
].reduce(add, NOTHING);
process.exitCode = built.failed === 0 ? 0 : 1;
