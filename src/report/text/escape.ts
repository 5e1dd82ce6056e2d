const UNPRINTABLE = /[^\x20-\x7e]/gu;

/**
 * Characters that take one column and cannot deceive: letters, digits, punctuation and symbols. Not among them are
 * controls, combining marks, invisible and bidirectional characters, and those of two columns (East Asian, emoji).
 */
const SHOWN = /[\p{L}\p{N}\p{P}\p{S}]/u;
const WIDE =
  /[\u{1100}-\u{115f}\u{2e80}-\u{a4cf}\u{a960}-\u{a97f}\u{ac00}-\u{d7ff}\u{f900}-\u{faff}\u{fe10}-\u{fe6f}\u{ff00}-\u{ffe6}\u{10000}-\u{10ffff}]|\p{Emoji_Presentation}/u;

/** Makes untrusted text safe to print. */
export type Escape = (text: string) => string;

/**
 * Makes untrusted text (hosts, URLs, headers, file names) safe for a terminal. Everything except printable ASCII
 * is written as `\n`, `\x1b` or `\u{202e}`, so that it cannot move the cursor, change colours or reverse the
 * direction of the text. Every character then takes one column.
 */
export function escapeText(text: string): string {
  return text.replace(UNPRINTABLE, escaped);
}

/** The same for a terminal that shows UTF-8: other letters and signs of one column stay as they are. */
export function escapeForUtf8(text: string): string {
  return text.replace(UNPRINTABLE, (character) =>
    SHOWN.test(character) && !WIDE.test(character) ? character : escaped(character),
  );
}

function escaped(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\t') return '\\t';
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`;
}
