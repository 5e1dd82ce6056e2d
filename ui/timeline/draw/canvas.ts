import type { Paint } from './pen.ts';

/** Sets a canvas's size in CSS pixels, sharp on the screen, and returns its context. */
export function prepareCanvas(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  pixelRatio: number,
): CanvasRenderingContext2D | null {
  const pixelsWide = Math.max(1, Math.round(width * pixelRatio));
  const pixelsHigh = Math.max(1, Math.round(height * pixelRatio));
  // Setting a size reallocates the canvas, so only when it changed.
  if (canvas.width !== pixelsWide) canvas.width = pixelsWide;
  if (canvas.height !== pixelsHigh) canvas.height = pixelsHigh;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext('2d', { alpha: false });
  context?.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  return context;
}

/** Calls back now, and when the screen's pixel ratio changes: by zooming or by moving to another screen. */
export function watchPixelRatio(changed: () => void): () => void {
  let query: MediaQueryList;
  const listen = (): void => {
    query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    query.addEventListener('change', again, { once: true });
  };
  const again = (): void => {
    listen();
    changed();
  };
  listen();
  changed();
  return () => query.removeEventListener('change', again);
}

const TILE = 6;

/** Makes diagonal stripes of any colour, and caches them. */
export function stripeMaker(pixelRatio: number): (colour: string) => Paint {
  const made = new Map<string, Paint>();
  return (colour) => {
    let paint = made.get(colour);
    if (paint === undefined) {
      paint = stripes(colour, pixelRatio) ?? colour;
      made.set(colour, paint);
    }
    return paint;
  };
}

function stripes(colour: string, pixelRatio: number): Paint | null {
  const tile = document.createElement('canvas');
  // A tile of whole pixels repeats without seams at any ratio.
  const size = Math.max(TILE, Math.round(TILE * pixelRatio));
  tile.width = size;
  tile.height = size;
  const context = tile.getContext('2d');
  if (context === null) return null;
  context.fillStyle = colour;
  context.globalAlpha = 0.3;
  context.fillRect(0, 0, size, size);
  context.globalAlpha = 1;
  context.strokeStyle = colour;
  context.lineWidth = size * 0.36;
  context.lineCap = 'square';
  for (const shift of [-size, 0, size]) {
    context.beginPath();
    context.moveTo(shift - 1, size + 1);
    context.lineTo(shift + size + 1, -1);
    context.stroke();
  }
  const pattern = context.createPattern(tile, 'repeat');
  pattern?.setTransform(new DOMMatrix().scale(1 / pixelRatio));
  return pattern;
}
