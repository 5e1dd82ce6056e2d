import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Browser } from '../../extension/manifest.ts';

/** One message of web-ext about the built extension. */
interface Message {
  readonly code: string;
  readonly message: string;
  readonly file?: string;
}

interface Expected {
  readonly code: string;
  readonly message: RegExp;
  readonly why: string;
}

/** web-ext lints for Firefox. These are its messages about Chrome's build, and why they are not faults. */
const OF_CHROME: readonly Expected[] = [
  {
    code: 'BACKGROUND_SERVICE_WORKER_NOFALLBACK',
    message: /service_worker/,
    why: 'Chrome runs a service worker only; Firefox gets a manifest of its own (extension/manifest.ts)',
  },
  { code: 'ADDON_ID_REQUIRED', message: /ID/, why: 'Chrome has its id from `key`' },
  {
    code: 'MISSING_DATA_COLLECTION_PERMISSIONS',
    message: /data_collection_permissions/,
    why: 'a key of Firefox’s store; nothing is collected',
  },
  {
    code: 'MANIFEST_PERMISSIONS',
    message: /"debugger"/,
    why: 'Chrome has it, and it cannot be an optional permission',
  },
  { code: 'UNSUPPORTED_API', message: /^debugger\./, why: 'asked for before it is used' },
];

/** Messages about both builds, with the reason; docs/building.md names them for the store's reviewers. */
const OF_BOTH: readonly Expected[] = [
  {
    code: 'UNSAFE_VAR_ASSIGNMENT',
    message: /innerHTML/,
    why: 'Preact’s own, for dangerouslySetInnerHTML, which the panel never uses',
  },
];

/** The problems that web-ext finds in the built extension, without the expected ones. */
export function lint(folder: string, browser: Browser): string[] {
  const expected = browser === 'chrome' ? [...OF_CHROME, ...OF_BOTH] : OF_BOTH;
  const program = join('node_modules', '.bin', 'web-ext');
  const args = ['lint', '--no-config-discovery', '--output', 'json', '--source-dir', folder];
  const ended = spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...process.env, NO_UPDATE_NOTIFIER: '1' },
    shell: process.platform === 'win32',
  });
  const start = ended.stdout.indexOf('{');
  if (start < 0) return [`web-ext lint gave no answer: ${ended.stderr}`];
  const result: Record<'errors' | 'warnings', Message[]> = JSON.parse(ended.stdout.slice(start));
  return [...result.errors, ...result.warnings]
    .filter(
      (found) => !expected.some(({ code, message }) => code === found.code && message.test(found.message)),
    )
    .map(({ code, message, file }) => `${file ?? folder}: ${message} (${code})`);
}
