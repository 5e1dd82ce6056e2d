/** Names and values in the text of a request: of a form, of JSON, or of the parts of `multipart/form-data`. */
export function* postValues(text: string): Generator<[name: string, value: string]> {
  if (/^\s*[[{]/.test(text)) yield* jsonValues(text);
  else if (/^--/.test(text)) yield* partValues(text);
  else if (/^[^\s&=]+=/.test(text)) yield* formValues(text);
  else yield ['value', text];
}

/** By a search and not by a parser: text that is cut or is not quite JSON has values, too. */
function* jsonValues(text: string): Generator<[string, string]> {
  let name = 'value';
  for (const [, quoted = '', colon] of text.matchAll(/"((?:[^"\\]|\\.)*)"(\s*:)?/gs)) {
    if (colon !== undefined) name = quoted;
    else yield [name, unescaped(quoted)];
  }
}

function unescaped(quoted: string): string {
  if (!quoted.includes('\\')) return quoted;
  return quoted.replace(/\\(?:u([0-9a-f]{4})|(.))/gis, (_, code: string | undefined, character = '') =>
    code === undefined ? character : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function* formValues(text: string): Generator<[string, string]> {
  for (const pair of text.split('&')) {
    const equals = pair.indexOf('=');
    yield [pair.slice(0, Math.max(0, equals)) || 'value', pair.slice(equals + 1)];
  }
}

/** RFC 7578: each part has its name in a header, and its value after an empty line. */
function* partValues(text: string): Generator<[string, string]> {
  for (const part of text.split(/\r?\n--/)) {
    const [head = '', ...rest] = part.split(/\r?\n\r?\n/);
    if (rest.length === 0) continue;
    yield [/\bname="([^"]{1,200})"/.exec(head)?.[1] ?? 'value', rest.join('\n\n')];
  }
}
