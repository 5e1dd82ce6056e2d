/** How many checks of a step passed and how many failed. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

export const NOTHING: Tally = { passed: 0, failed: 0 };

export function add(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}

/** One command that succeeded or failed, as one check. */
export function oneCheck(succeeded: boolean): Tally {
  return succeeded ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

export function inWords({ passed, failed }: Tally): string {
  return `${passed} passed${failed === 0 ? '' : `, ${failed} failed`}`;
}
