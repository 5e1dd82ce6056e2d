import { type Complain, EXIT } from './exit.ts';

/** SIGHUP: the terminal was closed. */
export const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Ends a command that has nothing to keep. Exit handlers remove files that are half written. Where the system is blocked in
 * reading a named pipe, Node waits for it when it exits; a second signal then ends the process at once.
 */
export function stopOnSignal(complain: Complain): void {
  for (const signal of SIGNALS) {
    process.once(signal, () => {
      complain(`stopped by ${signal}`);
      process.exit(EXIT.unreadable);
    });
  }
}
