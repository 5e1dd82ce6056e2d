import { outlineOf } from './outline.ts';

/** Signatures, as they come out when the bytes are taken for UTF-8. */
const SIGNATURES: readonly (readonly [RegExp, string])[] = [
  [/^\s*$/, 'is empty'],
  [/^\s*<(?:!doctype html|html|head|body)/i, 'is a web page (HTML)'],
  [/^\s*<(?:\?xml|svg|[a-z])/i, 'is XML'],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what these files begin with
  [/^PK[\u0003\u0005]/, 'is a ZIP archive: unpack it and take the file inside'],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what these files begin with
  [/^\u001f[\u008b\ufffd]/, 'is compressed (gzip): unpack it first'],
  [/^(?:[\u0089\ufffd]PNG|GIF8|RIFF.{4}WEBP|BM|[\u00ff\ufffd][\u00d8\ufffd][\u00ff\ufffd])/s, 'is an image'],
  [/^%PDF-/, 'is a PDF'],
];

/** How to go on from "This file …", for text that is none of the kinds that are read. */
export function looksLike(head: string): string {
  const text = head.replace(/^\ufeff/, '');
  for (const [signature, words] of SIGNATURES) if (signature.test(text)) return words;
  if (text.slice(0, 4_096).includes('\u0000')) return 'is binary';
  const outline = outlineOf(text);
  if (outline === null) return 'is text of a kind that is not known';
  const shape = outline.root === 'array' ? 'a JSON array' : 'a JSON object';
  const names = [...outline.members.keys()].slice(0, 5).map((name) => JSON.stringify(name.slice(0, 40)));
  return names.length === 0
    ? `is ${shape} with nothing in it that is known`
    : `is ${shape} of a kind that is not known (it has ${names.join(', ')})`;
}
