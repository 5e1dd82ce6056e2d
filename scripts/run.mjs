// The door of `npm start` and `npm test`: plain Node, because on a fresh clone nothing else is there yet.
// Installs what is missing, then hands over to the TypeScript that does the work.
import { spawnSync } from 'node:child_process';
import { chdir } from 'node:process';
import { fileURLToPath } from 'node:url';
import { ensureChromium } from './bootstrap/chromium.mjs';
import { ensurePackages } from './bootstrap/packages.mjs';

const [task, ...args] = process.argv.slice(2);
chdir(fileURLToPath(new URL('..', import.meta.url)));

try {
  requireNode();
  ensurePackages();
  const env = { ...process.env, CHROME_PATH: await chromiumFor(task) };
  const tsx = fileURLToPath(import.meta.resolve('tsx/cli'));
  const ended = spawnSync(process.execPath, [tsx, `scripts/${task}.ts`, ...args], { stdio: 'inherit', env });
  process.exitCode = ended.status ?? 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 11)) {
    throw new Error(`Coalescope needs Node.js 20.11 or newer; this is ${process.versions.node}.`);
  }
}

/** Tests run what they can without a browser, unless CI asks for all of them; everything else needs one. */
async function chromiumFor(task) {
  try {
    return await ensureChromium();
  } catch (error) {
    if (task !== 'test' || process.env.CI) throw error;
    console.error(`${error.message}\nThe end-to-end tests are left out.`);
    return '';
  }
}
