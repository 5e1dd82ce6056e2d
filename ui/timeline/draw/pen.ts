import type { Origin } from '../../../src/model/origin.ts';
import type { Colours } from '../../theme/colours.ts';

/** What drawing needs of a canvas context: little enough that a test can stand in and keep a log. */
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

/** How things look, apart from where they are. */
export interface Style {
  readonly colours: Colours;
  readonly originColour: (origin: Origin) => string;
  /** The pattern that tells a coalesced attempt from another by more than colour. */
  readonly stripes: (colour: string) => Paint;
  readonly font: string;
  /** Moves a length onto whole pixels of the screen, so that edges are sharp. */
  readonly snap: (length: number) => number;
}

export const NO_DASH: readonly number[] = [];
/** Not reported by the browser. */
export const HIDDEN_DASH: readonly number[] = [4, 2];
/** A heuristic's word. */
export const INFERRED_DASH: readonly number[] = [2, 2];

/** Makes a function that rounds to whole pixels of a screen. */
export function snapper(pixelRatio: number): (length: number) => number {
  return (length) => Math.round(length * pixelRatio) / pixelRatio;
}
