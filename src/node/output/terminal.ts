import type { TextOptions } from '../../report/text/to-text.ts';

/** Width and colour for the report; those of the terminal if it is printed to one (`output` null: standard output). */
export function textOptions(
  output: string | null,
  { all, color }: { readonly all: boolean; readonly color: boolean },
): TextOptions {
  const terminal = output === null && process.stdout.isTTY ? process.stdout : null;
  if (terminal === null) return { all };
  return { all, columns: terminal.columns, color: color && terminal.hasColors() };
}
