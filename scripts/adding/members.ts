import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The members of a union of texts, or the keys of the table that it is made of. */
export function membersOf(file: string, union: string): string[] {
  const text = readFileSync(file, 'utf8');
  const table = new RegExp(`^export type ${union} = keyof typeof (\\w+);`, 'm').exec(text)?.[1];
  const [start, member] =
    table === undefined
      ? [`export type ${union} =`, /'([\w-]+)'/g]
      : [`const ${table} =`, /^ {2}'?([\w-]+)'?:/gm];
  const body = /^.*?(?:;|^\})/ms.exec(text.slice(text.indexOf(start) + start.length))?.[0] ?? '';
  return [...body.matchAll(member)].map(([, name = '']) => name);
}

/**
 * Whether a member has the file or folder of its own that the path asks for, or is named as a text in it, elsewhere than
 * in the file of its union.
 */
export function isThere(path: string, member: string, ofUnion: string): boolean {
  if (path.includes('<name>')) return existsSync(path.replaceAll('<name>', member));
  const code = codeIn(path).filter((file) => file !== ofUnion);
  return code.some((file) => readFileSync(file, 'utf8').includes(`'${member}'`));
}

/** The file, or the code of a folder without its tests. */
function codeIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { encoding: 'utf8', recursive: true })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
    .map((name) => join(path, name));
}
