import type { TimelineModel } from '../timeline-model.ts';
import { prepareCanvas } from './canvas.ts';
import { drawFrame } from './frame.ts';
import type { Style } from './pen.ts';

/** Pixels drawn above and below the viewport, so that fast scrolling shows no empty edge. */
export const OVERDRAW = 160;

/** Draws the model's present state onto the lanes' canvas, and moves the canvas into the viewport. */
export function paintLanes(canvas: HTMLCanvasElement, model: TimelineModel, style: Style): void {
  const layout = model.layout.peek();
  const scrollTop = model.scrollTop.peek();
  const viewport = model.viewportHeight.peek();
  const scale = model.scale.peek();
  const top = Math.max(0, scrollTop - OVERDRAW);
  const bottom = Math.max(Math.min(layout.height, scrollTop + viewport + OVERDRAW), top + viewport);
  const pen = prepareCanvas(canvas, scale.width, bottom - top, devicePixelRatio);
  if (pen === null) return;
  canvas.style.transform = `translate(${model.headWidth.peek()}px, ${top}px)`;
  drawFrame(pen, {
    layout,
    view: { scale, top, height: bottom - top },
    seen: { top: scrollTop, height: viewport },
    ticks: model.ticks.peek(),
    style,
    emphasis: model.emphasis.peek(),
  });
}
