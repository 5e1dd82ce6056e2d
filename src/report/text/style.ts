export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan';

const SGR: Readonly<Record<Style, number>> = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 };

/** Styles text, or returns it unchanged where colour is off. */
export type Paint = (text: string, style: Style | null) => string;

export function painter(color: boolean): Paint {
  if (!color) return (text) => text;
  return (text, style) => (style === null || text === '' ? text : `\x1b[${SGR[style]}m${text}\x1b[0m`);
}
