import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parseSync } from 'oxc-parser';

export interface Imports {
  /** Files of the project, relative to its root. */
  readonly files: readonly string[];
  readonly packages: readonly string[];
}

/** The imports of a TypeScript file, including types: a type from a higher floor is a dependency as well. */
export function importsOf(file: string): Imports {
  const { module, errors } = parseSync(file, readFileSync(file, 'utf8'));
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const specifiers = [
    ...module.staticImports.map((found) => found.moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) => entries.map((entry) => entry.moduleRequest?.value)),
  ].filter((specifier) => specifier !== undefined);
  const isFile = (specifier: string) => specifier.startsWith('.');
  return {
    files: specifiers.filter(isFile).map((specifier) => resolve(file, specifier)),
    packages: specifiers.filter((specifier) => !isFile(specifier)),
  };
}

/** Imports in this project name the file with its extension (`./x.ts`), as the type checker enforces. */
function resolve(from: string, specifier: string): string {
  return normalize(join(dirname(from), specifier.replace(/\?.*$/, ''))).replaceAll('\\', '/');
}
