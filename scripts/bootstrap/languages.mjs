import { installWithApt } from './apt.mjs';
import { which } from './command.mjs';

/**
 * Languages of the examples for applications (src/diagnosis/own-code.ts) that are small enough to be installed for CI,
 * by program, with Debian's package. Go and Rust are not: their examples are run where they are.
 */
const LANGUAGES = { python3: 'python3', ruby: 'ruby', php: 'php-cli' };

/** Installs those that are missing, where there is apt and it may. Throws with those that still are. */
export function ensureLanguages() {
  const missing = Object.keys(LANGUAGES).filter((program) => which(program) === null);
  const left = missing.filter((program) => !(installWithApt(LANGUAGES[program]) && which(program) !== null));
  if (left.length > 0) {
    throw new Error(`Not on this machine, and wanted by the tests of examples: ${left.join(', ')}`);
  }
}
