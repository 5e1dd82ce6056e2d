import { outlineOf } from './outline.ts';

/** Signatures of file types, as they appear when the bytes are decoded as UTF-8. */
const SIGNATURES: readonly (readonly [RegExp, string])[] = [
  [/^\s*$/, 'is empty'],
  [/^\s*<(?:!doctype html|html|head|body)/i, 'is a web page (HTML)'],
  [/^\s*<(?:\?xml|svg|[a-z])/i, 'is XML'],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what these files begin with
  [/^\u001f[\u008b\ufffd]/, 'is compressed (gzip): unpack it first'],
  [/^(?:[\u0089\ufffd]PNG|GIF8|RIFF.{4}WEBP|BM|[\u00ff\ufffd][\u00d8\ufffd][\u00ff\ufffd])/s, 'is an image'],
  [/^%PDF-/, 'is a PDF'],
];

/** Completes "This file …" for a file that is not of a supported kind. */
export function looksLike(head: string): string {
  const text = head.replace(/^\ufeff/, '');
  for (const [signature, words] of SIGNATURES) if (signature.test(text)) return words;
  if (text.slice(0, 4_096).includes('\u0000')) return 'is binary';
  const outline = outlineOf(text);
  if (outline === null) return 'is text of an unknown kind';
  const shape = outline.root === 'array' ? 'a JSON array' : 'a JSON object';
  const names = [...outline.members.keys()].slice(0, 5).map((name) => JSON.stringify(name.slice(0, 40)));
  return names.length === 0
    ? `is ${shape} with nothing recognised in it`
    : `is ${shape} of an unknown kind (it has ${names.join(', ')})`;
}
