/** The effect of a wheel event: the browser's own vertical scrolling, a pan or a zoom. */
export type WheelAction =
  | { readonly kind: 'scroll' }
  | { readonly kind: 'pan'; readonly pixels: number }
  | { readonly kind: 'zoom'; readonly factor: number };

export type WheelInput = Pick<
  WheelEvent,
  'deltaX' | 'deltaY' | 'deltaMode' | 'ctrlKey' | 'metaKey' | 'shiftKey'
>;

const LINE = 16;
const PAGE = 400;
/** A notch of a mouse wheel (about 100 pixels) zooms by a third; a trackpad's pinch goes in finer steps. */
const ZOOM_PER_PIXEL = 0.003;
const FASTEST = 120;

/** A pinch arrives as a wheel with Ctrl held, on every platform. */
export function wheelAction(event: WheelInput): WheelAction {
  const unit = event.deltaMode === 1 ? LINE : event.deltaMode === 2 ? PAGE : 1;
  const dx = event.deltaX * unit;
  const dy = event.deltaY * unit;
  if (event.ctrlKey || event.metaKey) {
    const turned = Math.min(Math.max(dy, -FASTEST), FASTEST);
    return { kind: 'zoom', factor: Math.exp(turned * ZOOM_PER_PIXEL) };
  }
  // macOS swaps the axes itself while Shift is held, others do not.
  if (event.shiftKey) return { kind: 'pan', pixels: dx === 0 ? dy : dx };
  return Math.abs(dx) > Math.abs(dy) ? { kind: 'pan', pixels: dx } : { kind: 'scroll' };
}
