import { stdout } from 'node:process';
import { stripVTControlCharacters } from 'node:util';

/** One line of a terminal that shows the last line of a running step's output; nothing where there is no terminal. */
export function progressLine(step: string): { show(text: string): void; clear(): void } {
  if (!stdout.isTTY) return { show: () => undefined, clear: () => undefined };
  const replace = (text: string): void => {
    stdout.write(`\r\u001b[K${text.slice(0, stdout.columns - 1)}`);
  };
  replace(`${step} …`);
  return {
    show(text) {
      const last = stripVTControlCharacters(text).trimEnd().split('\n').at(-1)?.trim();
      if (last) replace(`${step} … ${last}`);
    },
    clear: () => replace(''),
  };
}
