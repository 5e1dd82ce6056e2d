import type { DevToolsPanel } from '../../drivers/devtools-panel.ts';
import type { Point } from '../../drivers/keyboard-and-mouse.ts';
import { waitUntil } from '../../drivers/wait.ts';

export interface Area extends Point {
  readonly width: number;
  readonly height: number;
}

/** How the axis maps time (ms since the first request) to pixels of the plot. */
export interface AxisScale {
  readonly pixelsPerMs: number;
  readonly timeAt: (x: number) => number;
}

interface Tick {
  readonly label: string;
  readonly x: number;
}

/** The timeline as a user sees it: its axis, its overview, and the drawing on its canvas. */
export class TimelineView {
  readonly #panel: DevToolsPanel;

  constructor(panel: DevToolsPanel) {
    this.#panel = panel;
  }

  /** Resolves when the last change is on the screen. */
  painted(): Promise<void> {
    return this.#panel.evaluate(
      'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))',
    );
  }

  ticks(): Promise<Tick[]> {
    return this.#panel.evaluate(() => {
      const left = document.querySelector('.tl-axis')?.getBoundingClientRect().left ?? 0;
      return [...document.querySelectorAll('.tl-axis span')].map((tick) => ({
        label: tick.textContent ?? '',
        // The label is 4 pixels to the right of its time.
        x: tick.getBoundingClientRect().left - left - 4,
      }));
    });
  }

  async scale(): Promise<AxisScale> {
    const ticks = (await this.ticks()).map(({ label, x }) => ({ x, time: milliseconds(label) }));
    const [first, last] = [ticks[0], ticks.at(-1)];
    if (first === undefined || last === undefined || first === last) throw new Error('too few ticks');
    const pixelsPerMs = (last.x - first.x) / (last.time - first.time);
    return { pixelsPerMs, timeAt: (x) => first.time + (x - first.x) / pixelsPerMs };
  }

  /** Waits until the scale has changed, and returns it. */
  changed(before: AxisScale): Promise<AxisScale> {
    return waitUntil(async () => {
      const now = await this.scale();
      const same = now.pixelsPerMs === before.pixelsPerMs && now.timeAt(0) === before.timeAt(0);
      return same ? null : now;
    }, 'another time range');
  }

  /** The area in which attempts are drawn. */
  plot(): Promise<Area> {
    return this.#box('.tl-axis');
  }

  lanesArea(): Promise<Area> {
    return this.#box('.tl-lanes');
  }

  overview(): Promise<Area> {
    return this.#box('.tl-overview');
  }

  /** A point in the lanes, at a share of the plot's width. */
  async point(share: number): Promise<Point> {
    const [plot, lanes] = [await this.plot(), await this.lanesArea()];
    return { x: plot.x + plot.width * share, y: lanes.y + lanes.height / 2 };
  }

  /** A point on the misdirected attempt of a request. Moves the pointer along the lanes until its tooltip appears. */
  async misdirectedBar(path: string): Promise<Point> {
    const found = await this.#panel.evaluate(findBar, path);
    if (found === null) throw new Error(`no misdirected attempt of ${path} under the pointer anywhere`);
    return found;
  }

  /** How much is drawn on the lanes, and how strongly: the sum of all differences from the background colour. */
  ink(): Promise<number> {
    return this.#panel.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.tl-canvas');
      const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      const [red = 0, green = 0, blue = 0] = [data[0], data[1], data[2]];
      let sum = 0;
      for (let i = 0; i < data.length; i += 4) {
        sum += Math.abs((data[i] ?? 0) - red) + Math.abs((data[i + 1] ?? 0) - green);
        sum += Math.abs((data[i + 2] ?? 0) - blue);
      }
      return sum;
    });
  }

  async doubleClick(at: Point): Promise<void> {
    await this.#panel.evaluate(({ x, y }: Point) => {
      const target = document.elementFromPoint(x, y);
      target?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true, clientX: x, clientY: y }));
    }, at);
  }

  #box(selector: string): Promise<Area> {
    return this.#panel.evaluate((wanted: string) => {
      const box = document.querySelector(wanted)?.getBoundingClientRect();
      if (box === undefined) throw new Error(`no ${wanted}`);
      return { x: box.x, y: box.y, width: box.width, height: box.height };
    }, selector);
  }
}

/** Runs in the panel: reads the tooltip at each point of the lanes until it finds the attempt. */
async function findBar(path: string): Promise<{ x: number; y: number } | null> {
  const lanes = document.querySelector('.tl-lanes');
  const plot = document.querySelector('.tl-axis')?.getBoundingClientRect();
  if (lanes === null || plot === undefined) return null;
  const box = lanes.getBoundingClientRect();
  const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  for (let y = box.top + 6; y < box.bottom; y += 6) {
    let read = Number.NEGATIVE_INFINITY;
    for (let x = plot.left; x < plot.right; x += 2) {
      lanes.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, clientX: x, clientY: y }));
      const over = lanes instanceof HTMLElement && lanes.dataset.over === 'bar';
      // A tooltip takes a frame, so it is read only at the start of a bar and at intervals along it.
      if (!over) read = Number.NEGATIVE_INFINITY;
      if (!over || x - read < 8) continue;
      read = x;
      await painted();
      const tip = document.querySelector('.tl-tip')?.textContent ?? '';
      if (tip.includes(path) && tip.includes('421')) return { x, y };
    }
  }
  return null;
}

/** "500 ms", "1.5 s" */
function milliseconds(label: string): number {
  const match = /^([-\d.]+) (µs|ms|s|min)$/.exec(label);
  if (match === null) throw new Error(`not a time: ${label}`);
  const unit = { µs: 0.001, ms: 1, s: 1_000, min: 60_000 }[match[2] ?? ''] ?? Number.NaN;
  return Number(match[1]) * unit;
}
