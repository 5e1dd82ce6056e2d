/** The folders with a `tsconfig.json`; the slowest first, so that none of them is left to run alone at the end. */
const PROJECTS = ['src/node', 'e2e', 'ui', 'extension', 'scripts', 'bench', 'src'];

/**
 * The compiler's arguments for all projects as one build, which skips what has not changed since the last one. One
 * checker a project: several of them check the shared types again, each for itself.
 */
export const TYPES = ['tsc', '--build', ...PROJECTS, '--checkers', '1'] as const;
