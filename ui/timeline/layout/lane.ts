import type { AnalysedConnection } from '../../../src/analysis/analysis.ts';
import type { ConnectionId, Millis } from '../../../src/model/capture.ts';
import type { Bar, SetupPart } from './bar.ts';

/**
 * `connection`: a real one. `unknown`: attempts whose connection is unknown. `none`: requests that
 * needed none (cache, service worker, blocked). The last two exist so that every request is visible.
 */
export type LaneKind = 'connection' | 'unknown' | 'none';

/** How long the connection is known to have been open. */
export interface Lifetime {
  readonly from: Millis;
  readonly to: Millis;
  /** Its end was observed; otherwise it may have stayed open. */
  readonly closed: boolean;
}

/** One row of the timeline: what one connection carried. */
export interface Lane {
  readonly index: number;
  readonly kind: LaneKind;
  readonly id: ConnectionId | null;
  readonly connection: AnalysedConnection | null;
  /** It is the first of its address. */
  readonly firstOfAddress: boolean;
  /** Sorted by start. */
  readonly bars: readonly Bar[];
  /** The same bars by sub-row; within one, sorted by start and without overlap. */
  readonly rows: readonly (readonly Bar[])[];
  /** Attempts without times, side by side in the last sub-row; these may overlap. */
  readonly untimed: readonly Bar[];
  /** The setup that no attempt waited for, or whose attempt is unknown. */
  readonly setup: readonly SetupPart[];
  readonly lifetime: Lifetime | null;
  /** Pixels from the top of the first lane. */
  readonly top: number;
  readonly height: number;
}

/** Two DevTools rows: the head of an address's first lane has two lines, one with the address. */
const FIRST_OF_ADDRESS_HEIGHT = 42;
/** The others have one line, so that a whole page fits without scrolling. */
export const LANE_HEIGHT = 24;
const ROW = 13;
const TALLEST_CONTENT = 6 * ROW;
const PADDING = 5;

/** A lane grows with its sub-rows up to a limit; beyond it the sub-rows get thinner. */
export function laneHeight(rows: number, firstOfAddress: boolean): number {
  return Math.max(firstOfAddress ? FIRST_OF_ADDRESS_HEIGHT : LANE_HEIGHT, contentHeight(rows) + 2 * PADDING);
}

function contentHeight(rows: number): number {
  return Math.min(Math.max(rows, 1) * ROW, TALLEST_CONTENT);
}

/** The position of the sub-rows in a lane, in pixels. */
export interface RowGeometry {
  /** From the lane's top to its first sub-row. */
  readonly inset: number;
  /** From one sub-row to the next. */
  readonly pitch: number;
  /** The height of a bar, at least 1. */
  readonly bar: number;
}

export function rowGeometry(lane: Pick<Lane, 'height' | 'rows'>): RowGeometry {
  const rows = Math.max(lane.rows.length, 1);
  const content = contentHeight(rows);
  const pitch = content / rows;
  return { inset: (lane.height - content) / 2, pitch, bar: pitch >= 6 ? pitch - 2 : Math.max(pitch, 1) };
}
