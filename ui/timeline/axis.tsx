import type { TimelineModel } from './timeline-model.ts';

/** The time labels above the lanes, in milliseconds or seconds since the first request. */
export function Axis({ model }: { model: TimelineModel }) {
  const scale = model.scale.value;
  return (
    <div class="tl-axis" aria-hidden="true">
      {model.ticks.value.map(({ time, label }) => (
        <span key={time} style={{ transform: `translateX(${Math.round(scale.x(time))}px)` }}>
          {label}
        </span>
      ))}
    </div>
  );
}
