import { useSignalEffect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { barOf } from './layout.ts';
import type { TimelineModel } from './model.ts';

/** Tells the model how much room there is, now and whenever that changes. */
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

/** Brings what is selected, here or elsewhere in the panel, into sight. */
export function useReveal(model: TimelineModel, scroller: RefObject<HTMLDivElement | null>): void {
  useSignalEffect(() => {
    const selection = model.selection.value;
    const layout = model.layout.peek();
    const bar = barOf(layout, selection);
    const lane =
      bar !== null
        ? layout.lanes[bar.lane]
        : selection?.kind === 'connection'
          ? layout.laneOf.get(selection.connection)
          : undefined;
    if (lane === undefined || scroller.current === null) return;
    const top = model.scrollFor(lane);
    if (top !== model.scrollTop.peek()) scroller.current.scrollTop = top;
    if (bar !== null) model.reveal(bar);
  });
}
