import { findCycles } from './cycles.ts';
import { forbidden, forbiddenPackage } from './house.ts';
import { type Imports, importsOf } from './imports.ts';

/** Every breach of the house among these files (relative to the project's root), one sentence each. */
export function checkLayers(files: readonly string[]): string[] {
  const imports = new Map(files.map((file) => [file, importsOf(file)]));
  const breaches = [...imports].flatMap(([file, found]) => breachesOf(file, found));
  const graph = new Map([...imports].map(([file, found]) => [file, found.files]));
  const circles = findCycles(graph).map((cycle) => `${cycle.join(' → ')}: a circle of imports`);
  return [...breaches, ...circles];
}

function breachesOf(file: string, { files, packages }: Imports): string[] {
  const upwards = files.map((to) => ({ to, why: forbidden(file, to) }));
  const platform = packages.map((to) => ({ to, why: forbiddenPackage(file, to) }));
  return [...upwards, ...platform].flatMap(({ to, why }) =>
    why === null ? [] : [`${file} → ${to}: ${why}`],
  );
}
