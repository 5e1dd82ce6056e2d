import { firstIndexIn } from '../../../src/model/first-index.ts';
import type { Selection } from '../../selection.ts';
import { type Bar, isMisdirected } from '../layout/bar.ts';
import type { Lane } from '../layout/lane.ts';
import { barOf, selectionOf, type TimelineLayout } from '../layout/layout.ts';

export type Move = 'left' | 'right' | 'up' | 'down' | 'first' | 'last' | 'next-421' | 'previous-421';

export type Command =
  | { readonly kind: 'move'; readonly move: Move }
  | { readonly kind: 'open' | 'zoom-in' | 'zoom-out' | 'fit' | 'clear' };

export interface Key {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['ArrowLeft', { kind: 'move', move: 'left' }],
  ['ArrowRight', { kind: 'move', move: 'right' }],
  ['ArrowUp', { kind: 'move', move: 'up' }],
  ['ArrowDown', { kind: 'move', move: 'down' }],
  ['Home', { kind: 'move', move: 'first' }],
  ['End', { kind: 'move', move: 'last' }],
  ['m', { kind: 'move', move: 'next-421' }],
  ['M', { kind: 'move', move: 'previous-421' }],
  ['Enter', { kind: 'open' }],
  ['+', { kind: 'zoom-in' }],
  ['=', { kind: 'zoom-in' }],
  ['-', { kind: 'zoom-out' }],
  ['0', { kind: 'fit' }],
  ['Escape', { kind: 'clear' }],
]);

/** The command of a key, or null for keys left to the browser and to DevTools. */
export function commandOf({ key, altKey, ctrlKey, metaKey }: Key): Command | null {
  return altKey || ctrlKey || metaKey ? null : (COMMANDS.get(key) ?? null);
}

/** The selection after a move; unchanged where there is nothing further. */
export function moved(layout: TimelineLayout, selection: Selection, move: Move): Selection {
  if (move === 'next-421' || move === 'previous-421') return nextMisdirected(layout, selection, move);
  const bar = barOf(layout, selection);
  const lane = bar === null ? laneOf(layout, selection) : layout.lanes[bar.lane];
  if (lane === undefined) return select(layout.bars[0], layout.lanes[0]) ?? selection;
  switch (move) {
    case 'first':
      return select(lane.bars[0], lane);
    case 'last':
      return select(lane.bars.at(-1), lane);
    case 'left':
    case 'right':
      return beside(lane, bar, move === 'right' ? 1 : -1) ?? selection;
    case 'up':
    case 'down': {
      const next = layout.lanes[lane.index + (move === 'down' ? 1 : -1)];
      return next === undefined ? selection : select(nearest(next, bar), next);
    }
  }
}

function laneOf(layout: TimelineLayout, selection: Selection): Lane | undefined {
  return selection?.kind === 'connection' ? layout.laneOf.get(selection.connection) : undefined;
}

/** Selects a bar, or the lane itself when it carried nothing. */
function select(bar: Bar | undefined, lane: Lane | undefined): Selection {
  if (bar !== undefined) return selectionOf(bar);
  return lane?.id == null ? null : { kind: 'connection', connection: lane.id };
}

function beside(lane: Lane, bar: Bar | null, step: 1 | -1): Selection {
  const next = bar === null ? lane.bars[0] : lane.bars[lane.bars.indexOf(bar) + step];
  return next === undefined ? null : selectionOf(next);
}

/** The bar of a lane whose start is nearest in time. */
function nearest(lane: Lane, bar: Bar | null): Bar | undefined {
  if (bar === null) return lane.bars[0];
  return lane.bars.reduce<Bar | undefined>(
    (best, each) =>
      best === undefined || Math.abs(each.start - bar.start) < Math.abs(best.start - bar.start) ? each : best,
    undefined,
  );
}

/** From one misdirected attempt to the next, lane by lane; wraps around. */
function nextMisdirected(layout: TimelineLayout, selection: Selection, move: Move): Selection {
  const misdirected = layout.bars.filter(isMisdirected);
  const at = barOf(layout, selection)?.id ?? -1;
  const later = firstIndexIn(misdirected, ({ id }) => id > at);
  const earlier = firstIndexIn(misdirected, ({ id }) => id >= at) - 1;
  const next =
    move === 'next-421'
      ? (misdirected[later] ?? misdirected[0])
      : (misdirected[earlier] ?? misdirected.at(-1));
  return next === undefined ? selection : selectionOf(next);
}
