import type { CdpSession } from './cdp.ts';

/**
 * Code to run in another process: an expression, or a function that uses only its argument and nothing from its scope.
 * The argument must be JSON.
 */
export type Code<T, A = undefined> = string | ((argument: A) => T | Promise<T>);

/** Some TypeScript runners wrap inner functions in a helper `__name`, which does not exist in the other process. */
export function toExpression<T, A>(code: Code<T, A>, argument: A): string {
  if (typeof code === 'string') return code;
  return `((__name) => (${code})(${JSON.stringify(argument)}))((named) => named)`;
}

/** Runs code in a target and returns its result, or that of its promise. The result must be JSON. */
export async function evaluate<T, A = undefined>(
  session: CdpSession,
  code: Code<T, A>,
  argument: A,
): Promise<T> {
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression: toExpression(code, argument),
    awaitPromise: true,
    returnByValue: true,
    userGesture: true,
  });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value as T;
}
