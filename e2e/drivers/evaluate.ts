import type { CdpSession } from './cdp.ts';

/**
 * Code for another process: an expression, or a function that uses nothing from around it but its argument, which
 * has to be JSON.
 */
export type Code<T, A = undefined> = string | ((argument: A) => T | Promise<T>);

/** Some TypeScript runners wrap inner functions in a helper called `__name`, which is unknown over there. */
export function toExpression<T, A>(code: Code<T, A>, argument: A): string {
  if (typeof code === 'string') return code;
  return `((__name) => (${code})(${JSON.stringify(argument)}))((named) => named)`;
}

/** Runs code in a target and returns what it, or its promise, gives; JSON too. */
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
