import type { Finding } from '../../diagnosis/finding.ts';
import { EndpointError } from '../../sources/endpoint/client.ts';
import { InputError } from '../input/read-input.ts';
import type { FailOn } from '../options/common-options.ts';

/** The exit statuses of the command. */
export const EXIT = { done: 0, found: 1, unreadable: 2 } as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

/** Prints a message for the user on standard error. */
export type Complain = (message: string) => void;

/** Whether there is a finding of the severity that `--fail-on` names, or worse. */
export function isFound(findings: readonly Pick<Finding, 'severity'>[], failOn: FailOn | null): boolean {
  return findings.some(
    ({ severity }) =>
      (failOn !== null && severity === 'error') || (failOn === 'warning' && severity === failOn),
  );
}

/** Runs `work`; reports errors in the user's files, machine or browser through `complain` instead of throwing them. */
export async function orComplain(complain: Complain, work: () => Promise<Exit>): Promise<Exit> {
  try {
    return await work();
  } catch (error) {
    if (!isOutside(error)) throw error;
    complain(error.message);
    return EXIT.unreadable;
  }
}

/** Whether the cause of an error is outside this program: a file, the operating system or a browser. */
export function isOutside(error: unknown): error is Error {
  if (error instanceof InputError || error instanceof EndpointError) return true;
  // The operating system's errors name the system call: a full disk, a missing permission.
  return error instanceof Error && 'syscall' in error;
}
