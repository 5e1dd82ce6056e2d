/** Longer texts are cut: no host, path or header needs more to be recognised, and layout stays fast. */
const MAX_LENGTH = 4_000;

/** Control and format characters, separators and lone surrogates: they hide or reorder other text. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Makes text from a server or a file safe to display: characters that would hide or reorder others are
 * replaced by their code point (`‹U+202E›`), so that the user sees what is really there.
 */
export function visible(text: string, maxLength = MAX_LENGTH): string {
  if (text.length <= maxLength) return text.replace(INVISIBLE, codePoint);
  return `${text.slice(0, maxLength).replace(INVISIBLE, codePoint)}… (${text.length - maxLength} more characters)`;
}

function codePoint(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
}
