import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrast } from './contrast.ts';
import { ORIGIN_COLOURS, OriginPalette, type Theme } from './origin-palette.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** The tokens of a theme, as defined in tokens.css. */
function tokens(theme: Theme): Map<string, string> {
  const block = css.slice(css.indexOf(`[data-theme="${theme}"]`));
  return new Map(
    [...block.slice(0, block.indexOf('}')).matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(
      ([, name = '', value = '']) => [name, value],
    ),
  );
}

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  const colours = tokens(theme);
  const of = (name: string) => colours.get(name) ?? 'missing';

  it.each(['text', 'text-subtle', 'text-faint', 'misdirected-text', 'warning', 'good', 'info', 'accent'])(
    'has %s that is readable on every surface',
    (name) => {
      for (const surface of ['surface', 'surface-raised', 'surface-sunken', 'row-hover', 'surface-tooltip']) {
        expect(contrast(of(name), of(surface))).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  it.each([
    ['row-selected-text', 'row-selected'],
    ['accent-text', 'accent'],
    ['on-misdirected', 'misdirected'],
    ['misdirected-text', 'misdirected-surface'],
    ['warning', 'warning-surface'],
    ['good', 'good-surface'],
    ['info', 'info-surface'],
    ['text', 'accent-surface'],
  ])('has %s that is readable on %s', (text, surface) => {
    expect(contrast(of(text), of(surface))).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    'misdirected',
    'arrow',
    'arrow-page',
    'bar-unknown',
    'bar-merged',
    'setup-wait',
    'setup-dns',
    'setup-connect',
    'setup-tls',
    'focus-ring',
  ])('has %s that is visible on the surface', (name) => {
    expect(contrast(of(name), of('surface'))).toBeGreaterThanOrEqual(3);
  });

  it('has origin colours that are visible, and distinguishable for colour-blind people too', () => {
    const origins = ORIGIN_COLOURS[theme];
    for (const colour of origins) expect(contrast(colour, of('surface'))).toBeGreaterThanOrEqual(3);
    const all = [...origins, of('misdirected')];
    for (const [i, a] of all.entries()) {
      for (const b of all.slice(i + 1)) expect(leastDistance(a, b), `${a} and ${b}`).toBeGreaterThan(0.075);
    }
  });
});

describe('OriginPalette', () => {
  it('keeps an origin’s colour when others arrive', () => {
    const palette = new OriginPalette();
    const before = palette.colour('https://a.test', 'light');
    for (let i = 0; i < 20; i++) palette.colour(`https://${i}.test`, 'light');
    expect(palette.colour('https://a.test', 'light')).toBe(before);
    expect(palette.colour('https://a.test', 'dark')).toBe(ORIGIN_COLOURS.dark[0]);
  });
});

type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

/** Machado, Oliveira, Fernandes 2009: linear RGB as seen with each kind of colour blindness. */
const VISIONS: readonly Matrix[] = [
  [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
];

/** The distance in OKLab for the kind of vision to which the two colours look most alike. */
function leastDistance(a: string, b: string): number {
  const distances = VISIONS.map((vision) => {
    const [x, y] = [a, b].map((colour) => okLab(seen(vision, linear(colour))));
    return x === undefined || y === undefined ? 0 : Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
  });
  return Math.min(...distances);
}

function linear(hex: string): Triple {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function seen([r, g, b]: Matrix, [x, y, z]: Triple): Triple {
  const dot = (row: Triple) => Math.min(1, Math.max(0, row[0] * x + row[1] * y + row[2] * z));
  return [dot(r), dot(g), dot(b)];
}

function okLab([r, g, b]: Triple): Triple {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}
