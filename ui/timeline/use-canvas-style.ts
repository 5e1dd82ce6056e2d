import type { RefObject } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Origin } from '../../src/model/origin.ts';
import { readColours } from '../theme/colours.ts';
import { stripeMaker } from './draw/canvas.ts';
import { type Style, snapper } from './draw/pen.ts';

/**
 * The style for drawing in the present theme. It is read at the first drawing after a change of theme, since
 * only then are the theme's tokens in effect, and again when the screen's pixel ratio changes.
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
