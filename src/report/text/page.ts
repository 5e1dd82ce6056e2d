import { type Escape, escapeForUtf8, escapeText } from './escape.ts';
import { type Paint, painter } from './style.ts';

/** What text is laid out for. */
export interface Page {
  /** Width in characters. */
  readonly columns: number;
  readonly paint: Paint;
  readonly safe: Escape;
}

export interface PageOptions {
  /** Width of the terminal in characters. 100 by default. */
  readonly columns?: number;
  /** Colour by ANSI escape sequences. Off by default. */
  readonly color?: boolean;
  /** Letters and signs beyond ASCII are shown as they are. Off by default: they are escaped. */
  readonly unicode?: boolean;
}

const COLUMNS = 100;
const NARROWEST = 40;

export function pageFor({ columns = COLUMNS, color = false, unicode = false }: PageOptions): Page {
  return {
    columns: Math.max(columns, NARROWEST),
    paint: painter(color),
    safe: unicode ? escapeForUtf8 : escapeText,
  };
}
