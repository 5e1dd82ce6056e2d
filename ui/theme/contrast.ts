const HEX = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i;
const DARK = '#000000';
const LIGHT = '#ffffff';
/** Up to here white has 4.5:1, which looks better than the little more that black would have. */
const EVEN = 0.1833;

/** Black or white: whichever can be read better on a colour. */
export function inkOn(colour: string): string {
  return luminance(colour) > EVEN ? DARK : LIGHT;
}

/** Relative luminance as WCAG 2 has it; of what is no `#rrggbb` that of white. */
function luminance(colour: string): number {
  const [, red, green, blue] = HEX.exec(colour) ?? [];
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** WCAG 2's contrast of two colours, from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

function linear(hex: string | undefined): number {
  const value = hex === undefined ? 1 : Number.parseInt(hex, 16) / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}
