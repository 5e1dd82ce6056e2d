/**
 * The floors of the code, from top to bottom: an import runs only downwards in this list (docs/architecture.md). A file
 * belongs to the first floor with a prefix that matches. `src/playwright/` does not exist yet; its place is fixed already.
 */
const FLOORS: readonly { readonly name: string; readonly prefixes: readonly string[] }[] = [
  { name: 'e2e', prefixes: ['e2e/', 'scripts/', 'bench/'] },
  { name: 'extension', prefixes: ['extension/'] },
  { name: 'ui', prefixes: ['ui/'] },
  { name: 'playwright', prefixes: ['src/playwright/'] },
  { name: 'node', prefixes: ['src/node/'] },
  { name: 'library', prefixes: ['src/index.ts', 'src/library/'] },
  { name: 'report', prefixes: ['src/report/'] },
  { name: 'diagnosis', prefixes: ['src/diagnosis/'] },
  { name: 'analysis', prefixes: ['src/analysis/'] },
  { name: 'sources', prefixes: ['src/sources/'] },
  { name: 'model', prefixes: ['src/model/'] },
];

const IN_BROWSER: ReadonlySet<string> = new Set(['extension', 'ui']);
const IN_NODE: ReadonlySet<string> = new Set(['playwright', 'node']);

/** Tests may read fixtures and import from every floor; the code that they test may not import them. */
export function isTestCode(file: string): boolean {
  return /\.(test|spec|bench)\.tsx?$/.test(file) || /(^|\/)testing\//.test(file);
}

/** Why `from` may not import `to` (both relative to the project), or null when it may. */
export function forbidden(from: string, to: string): string | null {
  if (isTestCode(from)) return null;
  if (isTestCode(to)) return floorOf(from)?.name === 'e2e' ? null : 'shipped code imports test code';
  const [importer, imported] = [floorOf(from), floorOf(to)];
  if (importer === null || imported === null) return null;
  if (imported.level < importer.level) return `${importer.name} imports upwards from ${imported.name}`;
  if (IN_BROWSER.has(importer.name) && IN_NODE.has(imported.name))
    return `${importer.name} runs in a browser, ${imported.name} does not`;
  return null;
}

/** It runs where the code is built, not where the code runs. */
function isBuildConfig(file: string): boolean {
  return /(^|\/)vite\.config\.ts$/.test(file);
}

/** Why `from` may not import the package or Node module `specifier`, or null when it may. */
export function forbiddenPackage(from: string, specifier: string): string | null {
  if (isTestCode(from) || isBuildConfig(from)) return null;
  const name = floorOf(from)?.name;
  if (name === undefined || name === 'e2e' || IN_NODE.has(name)) return null;
  return specifier.startsWith('node:') ? `${name} does not run in Node, but imports ${specifier}` : null;
}

function floorOf(file: string): { readonly name: string; readonly level: number } | null {
  const level = FLOORS.findIndex(({ prefixes }) => prefixes.some((prefix) => file.startsWith(prefix)));
  const floor = FLOORS[level];
  return floor === undefined ? null : { name: floor.name, level };
}
