import { REDACTED } from './secrets.ts';
import { MARKED, type Redactions } from './url.ts';

/** What remains of the text of a field or a header, by what the text is. */
export type TextRule = (text: string, redactions: Redactions) => string;

const MEDIA_TYPE = /^\s*([\w.+*-]+\/[\w.+*-]+|x-unknown)/;
const CHARSET =
  /;\s*charset="?(utf-?(?:8|16|16le|16be)|us-ascii|(?:x-)?(?:iso|windows|cp|gb|koi8|euc|shift|big)[\w-]{1,12})"?\s*(?:;|$)/i;

/** The type and the character set: a `boundary` and other parameters are as the sender chose them. */
export const mediaType: TextRule = (text) => {
  const type = MEDIA_TYPE.exec(text)?.[1];
  const charset = CHARSET.exec(text)?.[1];
  if (type === undefined) return text === '' ? '' : REDACTED;
  if (charset === undefined) return type;
  return /^[^;]*;[^;]*$/.test(text) ? text : `${type}; charset=${charset}`;
};

/** Equal validators stay equal. Servers can give each visitor an ETag of its own, and recognise it later. */
export const validator: TextRule = (text, redactions) => {
  const quoted = text.replace(/"([^"]*)"/g, (_, tag: string) => `"${redactions.markOf(tag)}"`);
  return quoted !== text || /^(?:W\/)?"[^"]*"$|^\*?$/.test(text) ? quoted : redactions.markOf(text);
};

/** The metrics and their durations. A description is any text, and some CDNs write identifiers into it. */
export const serverTiming: TextRule = (text, redactions) =>
  text.replace(/;(\s*desc\s*=\s*)("[^"]*"|[^,;]*)/gi, (_, name: string, value: string) => {
    const inner = value.replace(/^"|"$/g, '');
    return `;${name}"${redactions.markOf(inner, '_desc')}"`;
  });

/** A reason phrase consists of words (RFC 9110 section 15). */
export const reasonPhrase: TextRule = (text) => (/^[A-Za-z' -]{0,60}$/.test(text) ? text : REDACTED);

/** Text that people wrote. Nothing of it is needed. */
export const freeText: TextRule = (text) => (text === '' || MARKED.test(text) ? text : REDACTED);
