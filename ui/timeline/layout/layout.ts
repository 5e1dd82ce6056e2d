import type { Analysis } from '../../../src/analysis/analysis.ts';
import type { ConnectionId, EpochMs, RequestId } from '../../../src/model/capture.ts';
import { append } from '../../../src/model/lists.ts';
import { finish, type Steps, stepping } from '../../../src/model/steps.ts';
import type { Selection } from '../../selection.ts';
import { type Arrow, arrowsOf } from './arrow.ts';
import type { Bar } from './bar.ts';
import { extentOf } from './extent.ts';
import type { Lane } from './lane.ts';
import { buildLane } from './lane-builder.ts';
import { draftLanes } from './lane-draft.ts';
import { sortLanes } from './lane-order.ts';
import type { Span } from './scale.ts';

/** Everything that the timeline draws, in milliseconds since the first request and in pixels from the top. */
export interface TimelineLayout {
  /** The epoch time of zero: the capture's first request. */
  readonly zero: EpochMs;
  /** From the first known time to the last. */
  readonly whole: Span;
  readonly lanes: readonly Lane[];
  /** By {@link Bar.id}: lane after lane, each sorted by start. */
  readonly bars: readonly Bar[];
  readonly barsOf: ReadonlyMap<RequestId, readonly Bar[]>;
  readonly laneOf: ReadonlyMap<ConnectionId, Lane>;
  readonly arrows: readonly Arrow[];
  /** The arrows that start or end at a request. */
  readonly arrowsOf: ReadonlyMap<RequestId, readonly Arrow[]>;
  readonly height: number;
}

const memo = new WeakMap<Analysis, TimelineLayout>();

/** The layout of an analysis, computed once: zooming, scrolling and hovering do not change it. */
export function layoutOf(analysis: Analysis): TimelineLayout {
  return memo.get(analysis) ?? finish(prepareLayout(analysis));
}

/** Computes in steps the layout that {@link layoutOf} returns later. */
export function* prepareLayout(analysis: Analysis): Steps<TimelineLayout> {
  const layout = yield* layoutInSteps(analysis);
  memo.set(analysis, layout);
  return layout;
}

/** Computes the layout without a cache. Linear except for sorting. */
export function computeLayout(analysis: Analysis): TimelineLayout {
  return finish(layoutInSteps(analysis));
}

function* layoutInSteps(analysis: Analysis): Steps<TimelineLayout> {
  const extent = extentOf(analysis);
  yield;
  const drafts = sortLanes(yield* draftLanes(analysis, extent), extent.zero);
  const bars: Bar[] = [];
  const lanes: Lane[] = [];
  let top = 0;
  yield;
  for (const { draft, firstOfAddress } of drafts) {
    const lane = buildLane(draft, {
      index: lanes.length,
      firstOfAddress,
      top,
      firstBar: bars.length,
      extent,
    });
    lanes.push(lane);
    for (const bar of lane.bars) bars.push(bar);
    top += lane.height;
    yield;
  }
  const barsOf = yield* groupByRequest(bars);
  yield;
  const arrows = arrowsOf(barsOf, lanes);
  yield;
  return {
    zero: extent.zero,
    whole: { from: extent.from - extent.zero, to: extent.to - extent.zero },
    lanes,
    bars,
    barsOf,
    laneOf: new Map(lanes.flatMap((lane) => (lane.id === null ? [] : [[lane.id, lane] as const]))),
    arrows,
    arrowsOf: arrowsByRequest(arrows),
    height: top,
  };
}

function* groupByRequest(bars: readonly Bar[]): Steps<Map<RequestId, Bar[]>> {
  const groups = new Map<RequestId, Bar[]>();
  yield* stepping(bars, (bar) => {
    const id = bar.request.record.id;
    append(groups, id, bar);
  });
  for (const group of groups.values()) if (group.length > 1) group.sort((a, b) => a.index - b.index);
  return groups;
}

function arrowsByRequest(arrows: readonly Arrow[]): Map<RequestId, Arrow[]> {
  const groups = new Map<RequestId, Arrow[]>();
  const add = (id: RequestId, arrow: Arrow): void => {
    append(groups, id, arrow);
  };
  for (const arrow of arrows) {
    const from = arrow.from.request.record.id;
    const to = arrow.to.request.record.id;
    add(from, arrow);
    if (to !== from) add(to, arrow);
  }
  return groups;
}

/** The bar of a selection; for a request, that of the attempt that the page saw. */
export function barOf(layout: TimelineLayout, selection: Selection): Bar | null {
  if (selection === null || selection.kind === 'connection') return null;
  const bars = layout.barsOf.get(selection.request);
  if (selection.kind === 'request') return bars?.at(-1) ?? null;
  return bars?.find(({ index }) => index === selection.index) ?? null;
}

/** The selection of a bar. */
export function selectionOf(bar: Bar): Selection {
  const request = bar.request.record.id;
  return bar.index < 0 ? { kind: 'request', request } : { kind: 'attempt', request, index: bar.index };
}
