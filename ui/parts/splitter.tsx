import type { Signal } from '@preact/signals';
import { useRef } from 'preact/hooks';

interface SplitterProps {
  readonly label: string;
  /** `horizontal`: a horizontal line that moves up and down. */
  readonly orientation: 'horizontal' | 'vertical';
  /** The size in pixels of the pane that it resizes. */
  readonly size: Signal<number>;
  readonly min: number;
  readonly max: () => number;
  /** 1 when the pane grows as the pointer moves right or down, -1 for left or up. */
  readonly direction: 1 | -1;
  readonly controls: string;
}

const STEP = 16;

/** A line between two panes, moved with the pointer or the arrow keys. */
export function Splitter({ label, orientation, size, min, max, direction, controls }: SplitterProps) {
  const drag = useRef<{ at: number; size: number } | null>(null);
  const place = (event: PointerEvent) => (orientation === 'vertical' ? event.clientX : event.clientY);
  const resize = (to: number) => {
    size.value = Math.round(Math.max(min, Math.min(to, max())));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that can be moved is a widget; <hr> is not.
    <div
      role="separator"
      tabIndex={0}
      class={`splitter splitter-${orientation}`}
      aria-label={label}
      aria-orientation={orientation}
      aria-controls={controls}
      aria-valuenow={size.value}
      aria-valuemin={min}
      aria-valuemax={max()}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { at: place(event), size: size.value };
      }}
      onPointerMove={(event) => {
        if (drag.current) resize(drag.current.size + direction * (place(event) - drag.current.at));
      }}
      onPointerUp={() => {
        drag.current = null;
      }}
      onPointerCancel={() => {
        drag.current = null;
      }}
      onKeyDown={(event) => {
        const sign = keySign(event.key, orientation);
        if (sign === 0) return;
        event.preventDefault();
        resize(size.value + direction * sign * STEP);
      }}
    />
  );
}

function keySign(key: string, orientation: 'horizontal' | 'vertical'): number {
  const [less, more] = orientation === 'vertical' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
  return key === less ? -1 : key === more ? 1 : 0;
}
