import { useSignalEffect } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { AnimationFrames } from './animation-frames.ts';
import { prepareCanvas } from './draw/canvas.ts';
import { drawOverview } from './draw/overview.ts';
import type { Style } from './draw/pen.ts';
import { type Brush, brushAt, brushCursor, brushTo } from './input/overview-brush.ts';
import { overviewColumns } from './layout/overview.ts';
import { TimeScale } from './layout/scale.ts';
import type { TimelineModel } from './timeline-model.ts';

const HEIGHT = 34;

/**
 * The whole capture in a strip: drag to zoom, drag the window to move it, double-click to show everything again.
 * For the pointer; the keyboard zooms and moves in the lanes.
 */
export function Overview({ model, style }: { model: TimelineModel; style: () => Style }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const brush = useRef<Brush | null>(null);
  const scaleNow = () => new TimeScale(model.fit.value, Math.max(1, model.width.value));
  const columns = useMemo(() => memoColumns(), []);

  const frames = useMemo(
    () =>
      new AnimationFrames(() => {
        const element = canvas.current;
        const width = model.width.peek();
        if (element === null || width <= 0) return;
        const pen = prepareCanvas(element, width, HEIGHT, devicePixelRatio);
        if (pen === null) return;
        const scale = scaleNow();
        drawOverview(
          pen,
          columns(model, scale),
          HEIGHT,
          scale,
          model.fits ? null : model.span.peek(),
          style(),
        );
      }),
    [model, style],
  );
  useEffect(() => () => frames.stop(), [frames]);
  useEffect(() => frames.request());
  useSignalEffect(() => {
    model.layout.value;
    model.width.value;
    model.span.value;
    model.pixelRatio.value;
    frames.request();
  });

  const place = (event: PointerEvent): number =>
    event.clientX - (canvas.current?.getBoundingClientRect().left ?? 0);
  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    canvas.current?.setPointerCapture(event.pointerId);
    brush.current = brushAt(place(event), model.span.value, model.fit.value, scaleNow());
  };
  const move = (event: PointerEvent): void => {
    const x = place(event);
    if (brush.current === null) {
      const cursor = brushCursor(brushAt(x, model.span.value, model.fit.value, scaleNow()));
      if (canvas.current !== null) canvas.current.style.cursor = cursor;
      return;
    }
    const span = brushTo(brush.current, x, model.fit.value, scaleNow());
    if (span !== null) model.show(span);
  };
  const up = (): void => {
    brush.current = null;
  };
  return (
    <canvas
      ref={canvas}
      class="tl-overview"
      role="img"
      aria-label="Overview of the whole capture"
      title="Drag to zoom, double-click to show all"
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={up}
      onDblClick={() => model.showAll()}
    />
  );
}

/** Columns depend only on the layout and the width: moving the window must not compute them again. */
function memoColumns() {
  let computedFor: unknown[] = [];
  let columns: ReturnType<typeof overviewColumns> = [];
  return (model: TimelineModel, scale: TimeScale) => {
    const now = [model.layout.peek(), scale.width];
    if (now.some((each, i) => each !== computedFor[i])) {
      computedFor = now;
      columns = overviewColumns(model.layout.peek(), scale);
    }
    return columns;
  };
}
