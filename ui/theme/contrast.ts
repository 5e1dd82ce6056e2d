const HEX = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i;
const DARK = '#000000';
const LIGHT = '#ffffff';
/** Up to this luminance white has a contrast of 4.5:1, and looks better than black with slightly more. */
const WHITE_UP_TO = 0.1833;

/** Black or white, whichever is more readable on a colour. */
export function inkOn(colour: string): string {
  return luminance(colour) > WHITE_UP_TO ? DARK : LIGHT;
}

/** Relative luminance as defined by WCAG 2; that of white for anything that is not `#rrggbb`. */
function luminance(colour: string): number {
  const [, red, green, blue] = HEX.exec(colour) ?? [];
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** The contrast ratio of two colours as defined by WCAG 2, from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

function linear(hex: string | undefined): number {
  const value = hex === undefined ? 1 : Number.parseInt(hex, 16) / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}
