import type { RefObject } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Origin } from '../../src/model/origin.ts';
import { readColours } from '../theme/colours.ts';
import { stripeMaker } from './draw/canvas.ts';
import { type Style, snapper } from './draw/pen.ts';

/**
 * How things look in a theme. Read when something is first drawn in it, for only then are its tokens in
 * effect (so the theme is a dependency), and again when the screen's pixel ratio changes.
 */
export function useCanvasStyle(
  root: RefObject<HTMLElement | null>,
  theme: 'light' | 'dark',
  originColour: (origin: Origin) => string,
): () => Style {
  return useMemo(() => {
    let ratio = 0;
    let style: Style | null = null;
    return () => {
      if (style === null || ratio !== devicePixelRatio) {
        ratio = devicePixelRatio;
        style = readStyle(root.current ?? document.documentElement, ratio, originColour);
      }
      return style;
    };
  }, [root, theme, originColour]);
}

function readStyle(element: Element, ratio: number, originColour: (origin: Origin) => string): Style {
  return {
    colours: readColours(element),
    originColour,
    stripes: stripeMaker(ratio),
    font: `10px ${getComputedStyle(element).fontFamily}`,
    snap: snapper(ratio),
  };
}
