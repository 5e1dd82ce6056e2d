import type { Origin } from '../../src/model/origin.ts';

export type Theme = 'light' | 'dark';

/**
 * Eight colours per theme. A search maximised the least distance between any two of them (and from the red of
 * a misdirected attempt) for full colour vision, protanopia, deuteranopia and tritanopia at once, with a
 * contrast of at least 3:1 on the theme's surface. More colours would not be distinguishable: origins beyond
 * the eighth reuse a colour, and their names distinguish them.
 */
export const ORIGIN_COLOURS: Readonly<Record<Theme, readonly string[]>> = {
  light: ['#1a73e8', '#3b7759', '#d863a0', '#af8b59', '#7955a0', '#2b3cad', '#871459', '#9284d6'],
  dark: ['#7cacf8', '#f7b385', '#bb459b', '#afbc2a', '#1ea381', '#c882c2', '#6a6bd6', '#31e1c7'],
};

/**
 * Assigns colours in the order in which origins were first seen, so that an origin's colour never changes when
 * more arrive.
 */
export class OriginPalette {
  readonly #places = new Map<Origin, number>();

  /** The origin's index, from 0, in order of first sight. */
  indexOf(origin: Origin): number {
    let place = this.#places.get(origin);
    if (place === undefined) {
      place = this.#places.size;
      this.#places.set(origin, place);
    }
    return place;
  }

  /** The origin's CSS colour in a theme. */
  colour(origin: Origin, theme: Theme): string {
    const colours = ORIGIN_COLOURS[theme];
    return colours[this.indexOf(origin) % colours.length] ?? colours[0] ?? 'currentcolor';
  }
}
