// The entry point of `npm start`, `npm test`, `npm run dev` and others. It is plain Node, because a fresh clone has
// nothing else yet. It installs what is missing, then runs the TypeScript that does the work.
import { spawnSync } from 'node:child_process';
import { chdir } from 'node:process';
import { fileURLToPath } from 'node:url';
import { ensureCaddy } from './bootstrap/caddy.mjs';
import { ensureCertutil } from './bootstrap/certutil.mjs';
import { ensureChromium } from './bootstrap/chromium.mjs';
import { ensureFirefox } from './bootstrap/firefox.mjs';
import { ensureLanguages } from './bootstrap/languages.mjs';
import { ensurePackages } from './bootstrap/packages.mjs';
import { ensureServers } from './bootstrap/servers.mjs';

const TASKS = {
  start: { script: 'scripts/start.ts', browser: 'needed', choice: true },
  // Without a browser the other tests still run, except in CI, where all of them must.
  test: {
    script: 'scripts/test.ts',
    browser: process.env.CI ? 'needed' : 'wanted',
    servers: Boolean(process.env.CI),
    both: true,
  },
  accuracy: { script: 'scripts/accuracy.ts', browser: 'needed', choice: true },
  lab: { script: 'e2e/lab/main.ts', browser: 'none' },
  dev: { script: 'scripts/dev/page.ts', browser: 'none' },
  'dev-browser': { script: 'scripts/dev/browser.ts', browser: 'needed', choice: true },
};

const [name, ...args] = process.argv.slice(2);
chdir(fileURLToPath(new URL('..', import.meta.url)));

try {
  const task = TASKS[name];
  if (task === undefined) throw new Error(`usage: node scripts/run.mjs ${Object.keys(TASKS).join('|')}`);
  requireNode();
  ensurePackages();
  process.exitCode = handOver(task);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Error(`Coalescope needs Node.js 20.19 or newer; this is ${process.versions.node}.`);
  }
}

function handOver({ script, browser, servers = false, choice = false, both = false }) {
  const env = { ...process.env };
  const firefoxAlone = choice && asksForFirefox(args);
  if (browser !== 'none' && !firefoxAlone) env.CHROME_PATH = ensured(ensureChromium, browser);
  if (firefoxAlone || both) env.FIREFOX_PATH = ensured(ensureFirefox, browser);
  if (servers) installServers();
  const tsx = fileURLToPath(import.meta.resolve('tsx/cli'));
  const ended = spawnSync(process.execPath, [tsx, script, ...args], { stdio: 'inherit', env });
  return ended.status ?? 1;
}

function asksForFirefox(options) {
  return options.includes('--browser=firefox') || options[options.indexOf('--browser') + 1] === 'firefox';
}

/** The path of a browser, or '' when there is none and the task can do without. */
function ensured(ensure, browser) {
  try {
    return ensure();
  } catch (error) {
    if (browser === 'needed') throw error;
    console.error(`${error.message}\nThe end-to-end tests that need it are skipped.`);
    return '';
  }
}

/** In CI, tests fail when a server that they need is missing, each with a message of its own. */
function installServers() {
  for (const ensure of [ensureCaddy, ensureServers, ensureLanguages, ensureCertutil]) {
    try {
      ensure();
    } catch (error) {
      console.error(error.message);
    }
  }
}
