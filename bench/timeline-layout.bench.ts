import { bench, describe } from 'vitest';
import { largeAnalysis } from '../ui/testing/large-capture.ts';
import { mapTokens } from '../ui/theme/colours.ts';
import { drawFrame } from '../ui/timeline/draw/frame.ts';
import { RecordingPen } from '../ui/timeline/draw/recording-pen.ts';
import { emphasisOf } from '../ui/timeline/emphasis.ts';
import { hitTest } from '../ui/timeline/input/hit-test.ts';
import { computeLayout } from '../ui/timeline/layout/layout.ts';
import { overviewColumns } from '../ui/timeline/layout/overview.ts';
import { fitSpan, TimeScale } from '../ui/timeline/layout/scale.ts';

/**
 * The timeline with 5,000 requests on 500 connections. Machines differ, so compare each time with the baseline of the same
 * run: sorting the same number of attempts by start, which every layout needs.
 */
const analysis = largeAnalysis(5000, 500);
const layout = computeLayout(analysis);
const scale = new TimeScale(fitSpan(layout.whole), 1200);
const style = {
  colours: mapTokens((name) => name),
  originColour: (origin: string) => origin,
  stripes: (colour: string) => colour,
  font: '10px sans',
  snap: Math.round,
};

describe('timeline, 5,000 requests on 500 connections', () => {
  bench('baseline: sort the attempts by start', () => {
    layout.bars.toSorted((a, b) => a.start - b.start || a.end - b.end);
  });

  bench('layout', () => {
    computeLayout(analysis);
  });

  bench('overview columns', () => {
    overviewColumns(layout, scale);
  });

  let top = 0;
  bench('one frame of 600 pixels, scrolling', () => {
    top = (top + 120) % (layout.height - 600);
    drawFrame(new RecordingPen(), {
      layout,
      view: { scale, top, height: 600 },
      seen: { top, height: 600 },
      ticks: [],
      style,
      emphasis: emphasisOf(layout, null, null, null),
    });
  });

  let x = 0;
  bench('one hit test', () => {
    x = (x + 37) % 1200;
    hitTest(layout, scale, x, (x * 17) % layout.height);
  });
});
