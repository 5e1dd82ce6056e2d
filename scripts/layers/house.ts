/**
 * The house: data flows one way, and an import runs only downwards in this list, never back up
 * (docs/architecture.md). A folder belongs to the first entry whose prefix fits.
 */
const FLOORS: readonly { readonly name: string; readonly prefixes: readonly string[] }[] = [
  { name: 'e2e', prefixes: ['e2e/', 'scripts/', 'bench/'] },
  { name: 'extension', prefixes: ['extension/'] },
  { name: 'ui', prefixes: ['ui/'] },
  { name: 'node', prefixes: ['src/node/'] },
  { name: 'report', prefixes: ['src/report/'] },
  { name: 'diagnosis', prefixes: ['src/diagnosis/'] },
  { name: 'analysis', prefixes: ['src/analysis/'] },
  { name: 'sources', prefixes: ['src/sources/'] },
  { name: 'model', prefixes: ['src/model/'] },
];

/** Tests may read fixtures and look down from anywhere; what they test may not import them. */
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
  const runsInBrowser = importer.name === 'ui' || importer.name === 'extension';
  if (runsInBrowser && imported.name === 'node')
    return `${importer.name} runs in a browser, src/node does not`;
  return null;
}

/** Why `from` may not import the package or Node module `specifier`, or null when it may. */
export function forbiddenPackage(from: string, specifier: string): string | null {
  if (isTestCode(from)) return null;
  const name = floorOf(from)?.name;
  if (name === undefined || name === 'e2e' || name === 'node') return null;
  return specifier.startsWith('node:') ? `${name} does not run in Node, but imports ${specifier}` : null;
}

function floorOf(file: string): { readonly name: string; readonly level: number } | null {
  const level = FLOORS.findIndex(({ prefixes }) => prefixes.some((prefix) => file.startsWith(prefix)));
  const floor = FLOORS[level];
  return floor === undefined ? null : { name: floor.name, level };
}
