/** The colours for drawing on a canvas, which cannot use CSS custom properties. */
export interface Colours {
  readonly surface: string;
  readonly surfaceRaised: string;
  readonly surfaceSunken: string;
  readonly text: string;
  readonly textFaint: string;
  readonly divider: string;
  readonly dividerStrong: string;
  readonly rowHover: string;
  readonly rowSelected: string;
  readonly focusRing: string;
  readonly accent: string;
  readonly accentSurface: string;
  readonly misdirected: string;
  readonly misdirectedText: string;
  readonly misdirectedSurface: string;
  readonly onMisdirected: string;
  readonly setupWait: string;
  readonly setupDns: string;
  readonly setupConnect: string;
  readonly setupTls: string;
  readonly barUnknown: string;
  readonly barMerged: string;
  readonly arrow: string;
  readonly arrowPage: string;
  readonly gridLine: string;
}

const TOKENS: Readonly<Record<keyof Colours, string>> = {
  surface: '--surface',
  surfaceRaised: '--surface-raised',
  surfaceSunken: '--surface-sunken',
  text: '--text',
  textFaint: '--text-faint',
  divider: '--divider',
  dividerStrong: '--divider-strong',
  rowHover: '--row-hover',
  rowSelected: '--row-selected',
  focusRing: '--focus-ring',
  accent: '--accent',
  accentSurface: '--accent-surface',
  misdirected: '--misdirected',
  misdirectedText: '--misdirected-text',
  misdirectedSurface: '--misdirected-surface',
  onMisdirected: '--on-misdirected',
  setupWait: '--setup-wait',
  setupDns: '--setup-dns',
  setupConnect: '--setup-connect',
  setupTls: '--setup-tls',
  barUnknown: '--bar-unknown',
  barMerged: '--bar-merged',
  arrow: '--arrow',
  arrowPage: '--arrow-page',
  gridLine: '--grid-line',
};

/** Reads the tokens that apply to an element. Call it again when the theme changes. */
export function readColours(element: Element): Colours {
  const style = getComputedStyle(element);
  const read = (name: keyof Colours): string => style.getPropertyValue(TOKENS[name]).trim() || 'gray';
  return mapTokens(read);
}

/** Makes a set of colours with `read`, called once for each name. */
export function mapTokens(read: (name: keyof Colours, token: string) => string): Colours {
  const names = Object.keys(TOKENS) as (keyof Colours)[];
  return Object.fromEntries(names.map((name) => [name, read(name, TOKENS[name])])) as unknown as Colours;
}
