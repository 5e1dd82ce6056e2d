/** The parts of a package in `package-lock.json` that name other packages. */
export interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** `packages` of the lock file: by path (`node_modules/a/node_modules/b`), the project itself under ''. */
export type LockedPackages = Readonly<Record<string, LockedPackage>>;

/**
 * Dependencies without an entry, one sentence each. npm leaves out the optional packages of other platforms when
 * it writes the lock file from an installed `node_modules` (npm/cli#4828); `npm ci` then fails on those platforms.
 */
export function missingFrom(packages: LockedPackages): string[] {
  return Object.entries(packages).flatMap(([path, locked]) =>
    namesOf(locked)
      .filter((name) => !isFound(packages, path, name))
      .map((name) => `${path || 'the project'} depends on ${name}, which has no entry`),
  );
}

function namesOf({ dependencies, devDependencies, optionalDependencies }: LockedPackage): string[] {
  return Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
}

/** Node's own search: the package's folder, then each folder above it. */
function isFound(packages: LockedPackages, from: string, name: string): boolean {
  for (let folder = from; ; folder = parentOf(folder)) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (folder === '') return false;
  }
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('node_modules/') - 1));
}
