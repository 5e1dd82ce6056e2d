import { type Browser, chromium, type Page } from 'playwright';
import { toExpression } from '../../e2e/drivers/evaluate.ts';
import { findChromium, noChromium } from '../../e2e/drivers/find-chromium.ts';
import { palettePng } from './palette-png.ts';

/** A part of a screenshot, CSS pixels at a scale of 1. */
export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Crops and shrinks pictures in a browser, which can read PNG already. */
export class Darkroom {
  readonly #browser: Browser;
  readonly #page: Page;

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.#page = page;
  }

  static async open(): Promise<Darkroom> {
    const executablePath = findChromium();
    if (executablePath === null) throw new Error(noChromium);
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    return new Darkroom(browser, await browser.newPage());
  }

  /** PNG in, PNG of at most 256 colours out. */
  async develop(png: Buffer, frame: Frame | null): Promise<Buffer> {
    const code = toExpression(reduce, { png: png.toString('base64'), frame });
    const { width, height, palette, pixels } = await this.#page.evaluate<Reduced>(code);
    return palettePng({
      width,
      height,
      palette: Uint8Array.from(palette),
      pixels: Buffer.from(pixels, 'base64'),
    });
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}

interface Reduced {
  readonly width: number;
  readonly height: number;
  readonly palette: readonly number[];
  /** Base64. */
  readonly pixels: string;
}

/**
 * Runs in the page. Takes the colours by how often they occur, except those close to one that is taken already; the
 * distance that counts as close grows until 256 colours are enough. So a small dot keeps its colour, and only shades of
 * it are lost.
 */
async function reduce({ png, frame }: { png: string; frame: Frame | null }): Promise<Reduced> {
  const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const { x, y, width, height } = frame ?? { x: 0, y: 0, width: bitmap.width, height: bitmap.height };
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas');
  context.drawImage(bitmap, -x, -y);
  const { data } = context.getImageData(0, 0, width, height);

  const counts = new Map<number, number>();
  const colourAt = (i: number) => ((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0);
  for (let i = 0; i < data.length; i += 4) counts.set(colourAt(i), (counts.get(colourAt(i)) ?? 0) + 1);
  const colours = [...counts].sort(([, a], [, b]) => b - a).map(([colour]) => colour);
  const distance = (a: number, b: number) =>
    Math.abs((a >> 16) - (b >> 16)) +
    Math.abs(((a >> 8) & 255) - ((b >> 8) & 255)) +
    Math.abs((a & 255) - (b & 255));
  let taken = colours;
  for (let near = 1; taken.length > 256; near++) {
    taken = [];
    for (const colour of colours)
      if (!taken.some((each) => distance(each, colour) <= near)) taken.push(colour);
  }
  const numbers = new Map<number, number>();
  for (const colour of colours) {
    let best = 0;
    taken.forEach((each, i) => {
      if (distance(each, colour) < distance(taken[best] ?? 0, colour)) best = i;
    });
    numbers.set(colour, best);
  }
  let pixels = '';
  for (let i = 0; i < data.length; i += 4) pixels += String.fromCharCode(numbers.get(colourAt(i)) ?? 0);
  const palette = taken.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]);
  return { width, height, palette, pixels: btoa(pixels) };
}
