import type { Origin } from '../../../src/model/origin.ts';
import type { Colours } from '../../theme/colours.ts';

/** The part of a canvas context that drawing uses: small enough for a test's replacement that records calls. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'globalAlpha'
  | 'font'
  | 'textBaseline'
  | 'textAlign'
  | 'fillRect'
  | 'strokeRect'
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'closePath'
  | 'bezierCurveTo'
  | 'stroke'
  | 'fill'
  | 'setLineDash'
  | 'fillText'
>;

export type Paint = string | CanvasPattern;

/** Colours, patterns and fonts for drawing. */
export interface Style {
  readonly colours: Colours;
  readonly originColour: (origin: Origin) => string;
  /** The pattern of a coalesced attempt, which distinguishes it by more than colour. */
  readonly stripes: (colour: string) => Paint;
  readonly font: string;
  /** Rounds a length to whole pixels of the screen, so that edges are sharp. */
  readonly snap: (length: number) => number;
}

export const NO_DASH: readonly number[] = [];
/** For an attempt that the browser did not report. */
export const HIDDEN_DASH: readonly number[] = [4, 2];
/** For an inferred statement. */
export const INFERRED_DASH: readonly number[] = [2, 2];

/** Makes a function that rounds to whole pixels of a screen. */
export function snapper(pixelRatio: number): (length: number) => number {
  return (length) => Math.round(length * pixelRatio) / pixelRatio;
}
