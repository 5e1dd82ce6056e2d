import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { TimelineModel } from '../timeline-model.ts';
import { wheelAction } from './wheel.ts';

/** The pointer's actions in the lanes. `x` counts from the start of the plot: below 0 it is over the heads. */
export interface PointerActions {
  readonly hover: (x: number, y: number, event: PointerEvent) => void;
  readonly leave: () => void;
  readonly click: (x: number, y: number) => void;
  readonly open: (x: number, y: number) => void;
}

interface Drag {
  readonly x: number;
  readonly y: number;
  /** It moved far enough not to be a click. */
  moved: boolean;
  lastX: number;
  lastY: number;
}

const LEAST_DRAG = 4;

/** Pointer and wheel: drag pans both ways, ⌘/Ctrl + wheel zooms at the pointer, Shift + wheel pans. */
export function usePointer(
  scroller: RefObject<HTMLDivElement | null>,
  model: TimelineModel,
  { hover, leave, click, open }: PointerActions,
) {
  const drag = useRef<Drag | null>(null);
  useWheel(scroller, model);

  const place = (event: MouseEvent): { x: number; y: number } => {
    const box = scroller.current?.getBoundingClientRect();
    return {
      x: event.clientX - (box?.left ?? 0) - model.headWidth.value,
      y: event.clientY - (box?.top ?? 0),
    };
  };
  const over = (x: number): boolean => x >= 0 && x <= model.plotWidth.value;

  return {
    onPointerDown: (event: PointerEvent): void => {
      const { x, y } = place(event);
      if (event.button === 0 && over(x)) drag.current = { x, y, moved: false, lastX: x, lastY: y };
    },
    onPointerMove: (event: PointerEvent): void => {
      const { x, y } = place(event);
      const now = drag.current;
      if (now === null) {
        hover(x, y, event);
        return;
      }
      if (!now.moved && Math.hypot(x - now.x, y - now.y) < LEAST_DRAG) return;
      if (!now.moved) {
        now.moved = true;
        leave();
        // Only now: an immediate capture would take double clicks from the elements below.
        scroller.current?.setPointerCapture(event.pointerId);
      }
      model.pan(now.lastX - x);
      if (scroller.current !== null) scroller.current.scrollTop += now.lastY - y;
      now.lastX = x;
      now.lastY = y;
    },
    onPointerUp: (event: PointerEvent): void => {
      const now = drag.current;
      drag.current = null;
      const { x, y } = place(event);
      if (now !== null && !now.moved) click(x, y);
    },
    onPointerCancel: (): void => {
      drag.current = null;
    },
    onPointerLeave: leave,
    onDblClick: (event: MouseEvent): void => {
      const { x, y } = place(event);
      if (over(x)) open(x, y);
    },
  };
}

/** Preact's wheel handlers are passive in some browsers; this one must prevent the page's own zoom. */
function useWheel(scroller: RefObject<HTMLDivElement | null>, model: TimelineModel): void {
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const onWheel = (event: WheelEvent): void => {
      const action = wheelAction(event);
      if (action.kind === 'scroll') return;
      event.preventDefault();
      if (action.kind === 'pan') model.pan(action.pixels);
      else {
        const x = event.clientX - element.getBoundingClientRect().left - model.headWidth.value;
        model.zoom(action.factor, Math.min(Math.max(x, 0), model.plotWidth.value));
      }
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [scroller, model]);
}
