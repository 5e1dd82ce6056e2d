import type { TextOptions } from '../../report/text/to-text.ts';
import type { ReportingOptions } from '../options/common-options.ts';

type Wanted = Pick<ReportingOptions, 'all' | 'verbose' | 'color'> & Pick<TextOptions, 'finding'>;

/**
 * What to print, for the terminal if it is printed to one (`output` null: standard output): its width and colours, and
 * characters beyond ASCII where the locale says that it shows UTF-8.
 */
export function textOptions(
  output: string | null,
  { color, all, verbose, finding = null }: Wanted,
): TextOptions {
  const terminal = output === null && process.stdout.isTTY ? process.stdout : null;
  const wanted = { all, verbose, finding, unicode: showsUtf8(process.env) };
  if (terminal === null) return wanted;
  return { ...wanted, columns: terminal.columns, color: color && terminal.hasColors() };
}

/** The first of these variables that is set decides (POSIX, section 8.2). */
export function showsUtf8({ LC_ALL, LC_CTYPE, LANG }: NodeJS.ProcessEnv): boolean {
  return /\butf-?8\b/i.test(LC_ALL || LC_CTYPE || LANG || '');
}
