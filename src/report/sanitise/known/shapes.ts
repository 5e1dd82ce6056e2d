// A change between letters and digits, or to a capital that begins no word: `7x`, `zQ`, but not `oW` of `helloWorld`.
const CHANGE = /[a-z](?=[A-Z](?![a-z]{2}))|\d(?=[A-Za-z])|[A-Za-z](?=\d)/g;
const LONG_NUMBER = /\d{10}/;
const TOKEN_RUN = /[A-Za-z0-9]{12,}(?:[-_=~][A-Za-z0-9]+)*/g;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** Whether a run of characters looks generated rather than chosen: `zQ7xk1`, `1764000000`, but not `userSettings2`. */
export function isGenerated(run: string): boolean {
  return LONG_NUMBER.test(run) || changes(run) >= Math.max(2, run.length / 8);
}

/**
 * Whether part of a text looks like a token: a UUID, 12 digits, or 12 letters and digits in such a mix as no word or
 * version has. Words in any number, joined in any way, do not, and neither do short numbers.
 */
export function hasTokenForm(text: string): boolean {
  if (text.length < 12) return false;
  if (UUID.test(text)) return true;
  return (text.match(TOKEN_RUN) ?? splitToken(text)).some(
    (run) => /\d{12}/.test(run) || changes(run) >= Math.max(3, run.length / 8),
  );
}

/** base64url has `-` and `_` anywhere, so that no run of letters and digits needs to be long. */
function splitToken(text: string): string[] {
  const runs = text.match(/[\w-]{20,}/g) ?? [];
  return runs.filter((run) => changes(run) >= run.length / 4);
}

function changes(run: string): number {
  return run.match(CHANGE)?.length ?? 0;
}
