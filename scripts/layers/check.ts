import { findCycles } from './cycles.ts';
import { forbidden, forbiddenPackage } from './house.ts';
import { type Imports, importsOf } from './imports.ts';

/** Every import among these files (paths from the project's root) that runs upwards or in a cycle, one sentence each. */
export function checkLayers(files: readonly string[]): string[] {
  const imports = new Map(files.map((file) => [file, importsOf(file)]));
  const breaches = [...imports].flatMap(([file, found]) => breachesOf(file, found));
  const graph = new Map([...imports].map(([file, found]) => [file, found.files]));
  const cycles = findCycles(graph).map((cycle) => `${cycle.join(' → ')}: a cycle of imports`);
  return [...breaches, ...cycles];
}

function breachesOf(file: string, { files, packages }: Imports): string[] {
  const upwards = files.map((to) => ({ to, why: forbidden(file, to) }));
  const platform = packages.map((to) => ({ to, why: forbiddenPackage(file, to) }));
  return [...upwards, ...platform].flatMap(({ to, why }) =>
    why === null ? [] : [`${file} → ${to}: ${why}`],
  );
}
