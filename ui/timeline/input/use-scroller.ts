import { useSignalEffect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { Selection } from '../../selection.ts';
import type { Lane } from '../layout/lane.ts';
import { barOf, type TimelineLayout } from '../layout/layout.ts';
import type { TimelineModel } from '../timeline-model.ts';

/** Keeps the model's sizes up to date. */
export function useSize(model: TimelineModel, scroller: RefObject<HTMLDivElement | null>): void {
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = (): void => {
      model.width.value = element.offsetWidth;
      model.barWidth.value = element.offsetWidth - element.clientWidth;
      model.viewportHeight.value = element.clientHeight;
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    // The sheet's height decides whether there is a scroll bar.
    if (element.firstElementChild !== null) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, [model, scroller]);
}

/** The lanes of a selection, the most important last; for a request the lanes of all its attempts. */
function lanesOf(layout: TimelineLayout, selection: Selection): readonly Lane[] {
  if (selection === null) return [];
  if (selection.kind === 'connection') {
    const lane = layout.laneOf.get(selection.connection);
    return lane === undefined ? [] : [lane];
  }
  const bar = barOf(layout, selection);
  const bars = selection.kind === 'request' ? (layout.barsOf.get(selection.request) ?? []) : [bar];
  return bars.flatMap((each) => layout.lanes[each?.lane ?? -1] ?? []);
}

/** Scrolls the selection into view, wherever in the panel it was made. */
export function useReveal(model: TimelineModel, scroller: RefObject<HTMLDivElement | null>): void {
  useSignalEffect(() => {
    const selection = model.selection.value;
    const layout = model.layout.peek();
    const bar = barOf(layout, selection);
    const lanes = lanesOf(layout, selection);
    if (lanes.length === 0 || scroller.current === null) return;
    const top = model.scrollFor(lanes);
    if (top !== model.scrollTop.peek()) scroller.current.scrollTop = top;
    if (bar !== null) model.reveal(bar);
  });
}
