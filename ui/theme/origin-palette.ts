import type { Origin } from '../../src/model/origin.ts';

export type Theme = 'light' | 'dark';

/**
 * Eight colours a theme, found by search for the greatest least distance between any two (and from the red
 * of a misdirected attempt) for full colour vision, protanopia, deuteranopia and tritanopia at once, with a
 * contrast of at least 3:1 on the theme's surface. More colours could not be told apart; origins beyond the
 * eighth share a colour, and words tell them apart.
 */
export const ORIGIN_COLOURS: Readonly<Record<Theme, readonly string[]>> = {
  light: ['#1a73e8', '#3b7759', '#d863a0', '#af8b59', '#7955a0', '#2b3cad', '#871459', '#9284d6'],
  dark: ['#7cacf8', '#f7b385', '#bb459b', '#afbc2a', '#1ea381', '#c882c2', '#6a6bd6', '#31e1c7'],
};

/**
 * Gives each origin a colour by the order in which it was first seen, so that the colour of one never
 * changes when more arrive.
 */
export class OriginPalette {
  readonly #places = new Map<Origin, number>();

  /** The origin's place in the palette, from 0. */
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
