import type { ReadonlySignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Description } from './describe.ts';

export interface Tip {
  /** The pointer's position in the window. */
  readonly x: number;
  readonly y: number;
  readonly description: Description;
}

const BESIDE = 14;
const EDGE = 6;

/** Describes the item under the pointer. Visual only: screen readers have the live region. */
export function Tooltip({ tip }: { tip: ReadonlySignal<Tip | null> }) {
  const box = useRef<HTMLDivElement>(null);
  const shown = tip.value;
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null || shown === null) return;
    const { left, top } = placeTip(shown, element.getBoundingClientRect(), innerWidth, innerHeight);
    element.style.transform = `translate(${left}px, ${top}px)`;
  });
  if (shown === null) return null;
  const { title, lines, bad } = shown.description;
  return (
    <div ref={box} class={bad ? 'tl-tip tl-tip-bad' : 'tl-tip'} aria-hidden="true">
      <strong>{title}</strong>
      {lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </div>
  );
}

/**
 * Beside the pointer and never under it, always within the window. Above where there is room: an arrow
 * usually points down, and what it points to must stay visible.
 */
export function placeTip(
  { x, y }: Pick<Tip, 'x' | 'y'>,
  { width, height }: Pick<DOMRect, 'width' | 'height'>,
  windowWidth: number,
  windowHeight: number,
): { left: number; top: number } {
  const left = Math.max(EDGE, Math.min(x + BESIDE, windowWidth - width - EDGE));
  const above = y - BESIDE - height;
  const below = Math.max(EDGE, Math.min(y + BESIDE, windowHeight - height - EDGE));
  return { left: Math.round(left), top: Math.round(above >= EDGE ? above : below) };
}
